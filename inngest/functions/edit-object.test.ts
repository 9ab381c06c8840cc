import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { OPENAI_COMPATIBLE } from '@/lib/engines/openai-compatible/capabilities'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { engineFailure, testCanvas, testEngineRequest } from '@/lib/engines/testing/engine-run'
import { smallObjects } from '@/lib/scene/samples/small-objects'
import { prepareEdit } from './edit-object'

const SIZE = { width: 64, height: 48 }
const signal = new AbortController().signal
const flat = async (background: string, size = SIZE): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer(),
  )
const answer = (bytes: Uint8Array) => ({ bytes, mime: 'image/png', costMicroUsd: null, seed: null, details: { model: 'picture-1' } })

const editRequest = async (camera = smallObjects.camera) => {
  const edit = { baseOutputId: 'out_1', nodeId: 'node_vase', objectName: 'Vase', grow: 32, includeShadow: false, scenePrompt: '', earlier: [] }
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 1, images: 1, edit } as const
  const canvas = { ...testCanvas({ snapshot: await flat('#336699') }), scene: smallObjects, camera }
  return testEngineRequest({ prompt: 'a cracked glaze', ...SIZE, settings, canvas })
}

describe('a request', () => {
  it('that is none passes through, and so does its answer', async () => {
    const request = testEngineRequest()
    const prepared = await prepareEdit(request, STUDIO, signal)
    expect(prepared.request).toBe(request)
    const result = answer(new Uint8Array([1, 2, 3]))
    expect(await prepared.finish(result)).toBe(result)
  })

  it('for a change of one object gives an engine the picture before and a mask, and a model the object in words', async () => {
    const request = await editRequest()
    const { request: hosted } = await prepareEdit(request, OPENAI_COMPATIBLE, signal)
    expect(hosted.edit?.base).toBe(request.canvas?.snapshot)
    expect(await sharp(hosted.edit?.mask).metadata()).toMatchObject({ format: 'png', channels: 1, ...SIZE })
    expect(hosted.prompt).toContain('the Vase, and nothing else: a cracked glaze')
    expect((await prepareEdit(request, STUDIO, signal)).request.prompt).toBe('a cracked glaze')
  })

  it('says how much of the picture could change, and refuses an answer of another size', async () => {
    const { finish } = await prepareEdit(await editRequest(), OPENAI_COMPATIBLE, signal)
    const { details } = await finish(answer(await flat('#ffffff')))
    expect(details).toMatchObject({ model: 'picture-1', changedShare: expect.any(Number) })
    expect(details.changedShare).toBeGreaterThan(0.03)
    expect(details.changedShare).toBeLessThan(0.3)
    await expect(finish(answer(await flat('#ffffff', { width: 60, height: 48 })))).rejects.toThrow('60 × 48')
  })

  it('fails with a sentence where the object is not in sight', async () => {
    const away = { ...smallObjects.camera, target: smallObjects.camera.position.map((value) => value + 5) as [number, number, number] }
    const failure = await engineFailure(prepareEdit(await editRequest(away), STUDIO, signal))
    expect([failure.code, failure.userMessage]).toEqual([
      'unsupported',
      'Vase is not in sight in this picture, so nothing of it can change. Choose another object.',
    ])
  })
})
