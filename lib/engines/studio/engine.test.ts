import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { blank } from '@/lib/scene/samples/blank'
import { smallObjects } from '@/lib/scene/samples/small-objects'
import type { SceneDocument } from '@/lib/scene/schema'
import type { EngineProgress, EngineRequest } from '../contract'
import { testRun } from '../testing/engine-run'
import { renderPasses, studio } from './index'

const request = (scene: SceneDocument, more: Partial<EngineRequest> = {}): EngineRequest => ({
  prompt: '',
  negativePrompt: '',
  width: 96,
  height: 72,
  quality: 'draft',
  seed: 7,
  settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 },
  canvas: { snapshot: new Uint8Array(), snapshotMime: 'image/png', scene, camera: scene.camera, models: new Map(), control: noControl },
  references: [],
  edit: null,
  ...more,
})

const noControl = async (): Promise<never> => {
  throw new Error('Studio asks for no picture of what it renders itself.')
}

describe('Studio', () => {
  it('gives a PNG of the size that was asked for, with previews and progress that only grows', async () => {
    const run = testRun()
    const result = await studio.generate(request(smallObjects), run)
    const { seen } = run
    const picture = await sharp(result.bytes).metadata()
    expect([picture.format, picture.width, picture.height]).toEqual(['png', 96, 72])
    expect(result).toMatchObject({ mime: 'image/png', costMicroUsd: 0, seed: 7, details: { samplesPerPixel: 6 } })
    const fractions = seen.map((p) => p.fraction ?? -1)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    const preview = seen.find((p) => p.preview)?.preview
    expect((await sharp(preview?.bytes).metadata()).format).toBe('jpeg')
  })

  it('gives the same bytes for the same request and others for another seed', async () => {
    const first = await studio.generate(request(smallObjects), testRun())
    const again = await studio.generate(request(smallObjects), testRun())
    const other = await studio.generate(request(smallObjects, { seed: 8 }), testRun())
    expect(Buffer.from(again.bytes).equals(Buffer.from(first.bytes))).toBe(true)
    expect(Buffer.from(other.bytes).equals(Buffer.from(first.bytes))).toBe(false)
  })

  it('renders an empty scene, and odd sizes', async () => {
    const empty = { ...blank, nodes: {}, order: [] }
    const result = await studio.generate(request(empty, { width: 33, height: 47 }), testRun())
    expect(await sharp(result.bytes).metadata()).toMatchObject({ width: 33, height: 47 })
  })

  it('says that it needs the canvas', async () => {
    await expect(studio.generate(request(blank, { canvas: null }), testRun())).rejects.toMatchObject({
      code: 'unsupported',
      userMessage: expect.stringContaining('needs the canvas'),
    })
  })

  it('stops with the reason of the signal', async () => {
    const stop = new AbortController()
    const onProgress = ({ step }: EngineProgress): void => {
      if (step.startsWith('Rendering')) stop.abort(new Error('Cancelled by the user.'))
    }
    const run = studio.generate(request(smallObjects, { width: 512, height: 512, quality: 'high' }), testRun({ signal: stop.signal, onProgress }))
    await expect(run).rejects.toThrow('Cancelled by the user.')
  })

  it('gives passes whose objects are nodes of the scene', async () => {
    const passes = await renderPasses({ scene: smallObjects, camera: smallObjects.camera, models: new Map() }, { width: 61, height: 47 })
    expect(passes.nodes.length).toBeGreaterThan(3)
    expect(passes.nodes.every((id) => smallObjects.nodes[id]?.type === 'mesh')).toBe(true)
    expect(new Set(passes.ids).size).toBeGreaterThan(4)
  })
})
