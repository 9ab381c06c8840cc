import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EditorBridge } from '@/components/editor/bridge'
import { readPressTimes } from '@/lib/domain/press-times'
import { blank } from '@/lib/scene/samples/blank'
import type { GenerationActions } from './actions'
import { createPanelStore } from './panel-state'
import { submitGeneration } from './submit'

/** The clock of the page; work moves it on. */
let nowMs: number
const taking = async <T>(ms: number, value: T): Promise<T> => {
  nowMs += ms
  return value
}

beforeEach(() => {
  nowMs = 5_000.4
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  vi.stubGlobal('fetch', () => taking(300, Response.json({ ok: true, value: { assetId: 'ast_1', width: 8, height: 8 } })))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const bridge = {
  sceneId: 'scn_1',
  teamId: 'team_1',
  readDocument: () => ({ document: blank, camera: blank.camera, revision: 3 }),
  flush: () => taking(100, { revision: 3 }),
  captureSnapshot: () => taking(600, new Blob(['png'])),
} as unknown as EditorBridge

const request = vi.fn<GenerationActions['request']>(async () => ({ ok: true, value: { generationId: 'gen_1' } }))
const press = (canvas: boolean) => {
  const panel = createPanelStore({ prompt: 'dawn' }, { items: [], nextCursor: null }, []).getState()
  return submitGeneration(bridge, { request } as unknown as GenerationActions, { ...panel, settings: { ...panel.settings, canvas } })
}

test('a press says how long ago it was when its request goes out, and its parts, as the server takes it', async () => {
  expect(await press(true)).toEqual({ ok: true, value: { generationId: 'gen_1' } })
  const [sent, times] = request.mock.lastCall ?? []
  expect(sent).toMatchObject({ snapshotAssetId: 'ast_1', baseRevision: 3 })
  expect(times).toEqual({ pressedAgoMs: 1000, captureAgoMs: 900, uploadAgoMs: 300 })
  expect(readPressTimes(times)).toEqual(times)
})

test('without the canvas there are no parts', async () => {
  await press(false)
  expect(request.mock.lastCall?.[1]).toEqual({ pressedAgoMs: 100, captureAgoMs: null, uploadAgoMs: null })
})
