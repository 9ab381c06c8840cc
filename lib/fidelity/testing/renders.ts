import sharp from 'sharp'
import { renderPasses, studio } from '@/lib/engines/studio'
import type { ScenePasses } from '@/lib/engines/studio/studio-scene'
import { testRun } from '@/lib/engines/testing/engine-run'
import { SAMPLE_SCENES, type Sample } from '@/lib/scene/samples'
import type { SceneDocument } from '@/lib/scene/schema'
import type { ColourPicture } from '../score-fidelity'

const SIZE = { width: 512, height: 384 }
const rendered = new Map<string, Promise<ColourPicture>>()
const traced = new Map<Sample, Promise<ScenePasses>>()

/** What Studio really makes of a sample scene, once for each prompt and thing left out. */
export function renderOf(sample: Sample, { prompt = '', without = '' } = {}): Promise<ColourPicture> {
  const key = `${sample} ${prompt} ${without}`
  const known = rendered.get(key) ?? render(SAMPLE_SCENES[sample].document, prompt, without)
  rendered.set(key, known)
  return known
}

export function passesOf(sample: Sample): Promise<ScenePasses> {
  const { document: scene } = SAMPLE_SCENES[sample]
  const known = traced.get(sample) ?? renderPasses({ scene, camera: scene.camera, models: new Map() }, SIZE)
  traced.set(sample, known)
  return known
}

/** The number in the passes of the object of that name. */
export async function idOf(sample: Sample, name: string): Promise<number> {
  const { nodes } = await passesOf(sample)
  const index = nodes.findIndex((node) => SAMPLE_SCENES[sample].document.nodes[node]?.name === name)
  if (index < 0) throw new Error(`${sample} has no ${name}.`)
  return index + 1
}

async function render(document: SceneDocument, prompt: string, without: string): Promise<ColourPicture> {
  const nodes = Object.fromEntries(Object.entries(document.nodes).map(([id, node]) => [id, node.name === without ? { ...node, visible: false } : node]))
  const scene = { ...document, nodes }
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
