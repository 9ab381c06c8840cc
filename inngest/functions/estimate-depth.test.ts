import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type ComfyUiServer, startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import { log } from '@/lib/platform/log'
import { depthEstimates } from './estimate-depth'

const SIZE = { width: 32, height: 24 }
let server: ComfyUiServer
let picture: Uint8Array
const warn = vi.spyOn(log, 'warn').mockReturnValue()

beforeAll(async () => {
  server = await startComfyUi()
  const image = sharp({ create: { ...SIZE, channels: 3, background: '#305070' } })
  picture = new Uint8Array(await image.png().toBuffer())
})
afterAll(() => server.close())
beforeEach(() => {
  server.behave({})
  warn.mockClear()
})

test('where no estimator is configured, nothing is asked and nothing said', async () => {
  expect(await depthEstimates('gen_1', null)(picture, SIZE)).toBeNull()
  expect(warn).not.toHaveBeenCalled()
})

test('each image has its estimate, of the size that was asked for', async () => {
  const estimate = depthEstimates('gen_1', server.baseUrl)
  expect(await estimate(picture, SIZE)).toMatchObject(SIZE)
  expect((await estimate(picture, { width: 8, height: 6 }))?.pixels).toHaveLength(48)
})

test('one that takes too long ends it for the other images too, and the log says so once', async () => {
  server.behave({ run: 'hold' })
  const estimate = depthEstimates('gen_1', server.baseUrl, 500)
  expect(await estimate(picture, SIZE)).toBeNull()
  const asked = server.authorizations.length
  expect(asked).toBeGreaterThan(0)
  expect(await estimate(picture, SIZE)).toBeNull()
  expect(server.authorizations).toHaveLength(asked)
  expect(warn.mock.calls).toMatchObject([[expect.stringContaining('without depth'), { generationId: 'gen_1', reason: 'ComfyUI took too long.' }]])
})
