import sharp from 'sharp'
import { renderPasses, studio } from '@/lib/engines/studio'
import type { ScenePasses } from '@/lib/engines/studio/studio-scene'
import { testRun } from '@/lib/engines/testing/engine-run'
import { SAMPLE_SCENES, type Sample } from '@/lib/scene/samples'
import type { SceneDocument } from '@/lib/scene/schema'
import type { ColourPicture } from '../score-fidelity'

const SIZE = { width: 512, height: 384 }
const rendered = new Map<string, Promise<ColourPicture>>()
const traced = new Map<string, Promise<ScenePasses>>()

/** What is different about a scene: a thing left out, or one brought towards the camera, its outline kept, to a share of its distance. */
export type SceneChange = { without?: string; nearer?: { name: string; share: number } }

/** What Studio really makes of a sample scene, once for each prompt and change. */
export function renderOf(sample: Sample, { prompt = '', ...change }: SceneChange & { prompt?: string } = {}): Promise<ColourPicture> {
  const key = JSON.stringify([sample, prompt, change])
  const known = rendered.get(key) ?? render(changed(sample, change), prompt)
  rendered.set(key, known)
  return known
}

export function passesOf(sample: Sample, change: SceneChange = {}): Promise<ScenePasses> {
  const key = JSON.stringify([sample, change])
  const scene = changed(sample, change)
  const known = traced.get(key) ?? renderPasses({ scene, camera: scene.camera, models: new Map() }, SIZE)
  traced.set(key, known)
  return known
}

/** The number in the passes of the object of that name. */
export async function idOf(sample: Sample, name: string): Promise<number> {
  const { nodes } = await passesOf(sample)
  const index = nodes.findIndex((node) => SAMPLE_SCENES[sample].document.nodes[node]?.name === name)
  if (index < 0) throw new Error(`${sample} has no ${name}.`)
  return index + 1
}

function changed(sample: Sample, { without, nearer }: SceneChange): SceneDocument {
  const { document } = SAMPLE_SCENES[sample]
  const eye = document.camera.position
  const nodes = Object.entries(document.nodes).map(([id, node]) => {
    if (node.name === without) return [id, { ...node, visible: false }]
    if (!nearer || node.name !== nearer.name) return [id, node]
    const { share } = nearer
    const along = (i: 0 | 1 | 2): number => eye[i] + (node.position[i] - eye[i]) * share
    return [id, { ...node, position: [along(0), along(1), along(2)], scale: node.scale.map((side) => side * share) }]
  })
  return { ...document, nodes: Object.fromEntries(nodes) }
}

async function render(scene: SceneDocument, prompt: string): Promise<ColourPicture> {
  const { bytes } = await studio.generate(
    {
      prompt,
      negativePrompt: '',
      ...SIZE,
      quality: 'draft',
      seed: 7,
      settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 },
      canvas: { snapshot: new Uint8Array(), snapshotMime: 'image/png', scene, camera: scene.camera, models: new Map(), control },
      references: [],
      edit: null,
    },
    testRun(),
  )
  return { ...SIZE, rgb: new Uint8Array(await sharp(bytes).removeAlpha().raw().toBuffer()) }
}

const control = async (): Promise<never> => {
  throw new Error('Studio asks for no picture of what it renders itself.')
}
