import { describe, expect, test } from 'vitest'
import type { GenerationView } from '@/lib/domain/generation-view'
import {
  addReference,
  createPanelStore,
  DEFAULT_SETTINGS,
  dropRun,
  keptOf,
  keptSchema,
  nextSlot,
  putRun,
  remixedFrom,
  reuse,
  setSlot,
  setSlotStatus,
  show,
  takeLive,
} from './panel-state'
import { run, store } from './testing/run'

const event = (id: string, status: GenerationView['status'], updatedAtMs: number) => ({
  type: 'generation' as const,
  id,
  teamId: 'team_a',
  sceneId: 'scn_a',
  status,
  progress: status === 'running' ? { fraction: 0.5, step: 'Rendering', remainingMs: 1, preview: 1 } : null,
  queuePlace: status === 'queued' ? 2 : null,
  error: status === 'failed' ? { code: 'transient' as const, message: 'It broke.' } : null,
  deleted: false,
  updatedAtMs,
})

describe('a live event', () => {
  test('about an unknown generation asks for the whole of it', () => {
    expect(takeLive(store(), event('gen_1', 'queued', 1))).toBe(true)
  })

  test('of the trash takes the generation out, and does not read what can no longer be found', () => {
    const panel = store(run('gen_1'))
    expect(takeLive(panel, { ...event('gen_1', 'running', 200), deleted: true })).toBe(false)
    expect(panel.getState().order).toEqual([])
    expect(takeLive(panel, { ...event('gen_2', 'succeeded', 200), deleted: true })).toBe(false)
  })

  test('moves the progress on, and one that comes late does not move it back', () => {
    const panel = store(run('gen_1'))
    expect(takeLive(panel, event('gen_1', 'running', 200))).toBe(false)
    expect(takeLive(panel, { ...event('gen_1', 'running', 150), progress: null })).toBe(false)
    expect(panel.getState().runs.gen_1?.progress?.fraction).toBe(0.5)
  })

  test('of success waits for the images, so that no finished generation is shown without them', () => {
    const panel = store(run('gen_1'))
    expect(takeLive(panel, event('gen_1', 'succeeded', 200))).toBe(true)
    expect(panel.getState().runs.gen_1?.status).toBe('running')
  })

  test('of failure is shown at once', () => {
    const panel = store(run('gen_1'))
    takeLive(panel, event('gen_1', 'failed', 200))
    expect(panel.getState().runs.gen_1).toMatchObject({ status: 'failed', error: { message: 'It broke.' } })
  })

  test('after the end reads again what was not measured yet, once', () => {
    const output = { fidelity: null } as GenerationView['outputs'][number]
    const panel = store(run('gen_1', { status: 'succeeded', finishedAtMs: 1, outputs: [output] }))
    expect(takeLive(panel, event('gen_1', 'succeeded', 100))).toBe(false)
    expect(takeLive(panel, event('gen_1', 'succeeded', 200))).toBe(true)
    putRun(panel, run('gen_1', { status: 'succeeded', finishedAtMs: 1, updatedAtMs: 200, outputs: [{ ...output, fidelity: 92 }] }))
    expect(takeLive(panel, event('gen_1', 'succeeded', 300))).toBe(false)
  })

  test('after the end changes nothing', () => {
    const panel = store(run('gen_1', { status: 'canceled', finishedAtMs: 1 }))
    expect(takeLive(panel, event('gen_1', 'running', 900))).toBe(false)
    expect(panel.getState().runs.gen_1?.status).toBe('canceled')
  })
})

describe('the list of a scene', () => {
  test('is kept newest first, whatever order things arrive in', () => {
    const panel = store(run('gen_2'))
    putRun(panel, run('gen_3'))
    putRun(panel, run('gen_1'))
    putRun(panel, run('gen_2', { updatedAtMs: 300 }))
    expect(panel.getState().order).toEqual(['gen_3', 'gen_2', 'gen_1'])
  })

  test('forgets what was deleted, also where it is shown', () => {
    const panel = store(run('gen_1'), run('gen_0'))
    show(panel, { generationId: 'gen_1', index: 0 })
    dropRun(panel, 'gen_1')
    expect(panel.getState()).toMatchObject({ order: ['gen_0'], shown: null })
  })
})

describe('slots', () => {
  test('keep what they had when an upload is refused', () => {
    const panel = store()
    setSlot(panel, 2, { assetId: 'ast_1', role: 'style', strength: 0.6 })
    setSlotStatus(panel, 2, { busy: false, error: 'This is a PDF.' })
    expect(panel.getState().slots[2]).toMatchObject({ assetId: 'ast_1' })
  })

  test('are filled from the left', () => {
    const panel = store()
    expect(nextSlot(panel.getState())).toBe(2)
    setSlot(panel, 2, { assetId: 'ast_1', role: 'style', strength: 0.6 })
    expect(nextSlot(panel.getState())).toBe(3)
  })
})

test('reuse brings back prompt, references, settings and the seed, fixed', () => {
  const panel = store()
  setSlot(panel, 3, { assetId: 'ast_old', role: 'concept', strength: 1 })
  reuse(panel, { prompt: 'Noon', settings: { ...DEFAULT_SETTINGS, seed: 9 }, references: [{ slot: 2, assetId: 'ast_1', role: 'style', strength: 0.3 }] })
  expect(panel.getState()).toMatchObject({ prompt: 'Noon', settings: { seed: 9 }, seedFixed: true, slots: { 2: { assetId: 'ast_1', strength: 0.3 }, 3: null } })
})

test('what is kept between visits can be read again', () => {
  const panel = store()
  setSlot(panel, 2, { assetId: 'ast_1', role: 'style', strength: 0.6 })
  expect(keptSchema.parse(JSON.parse(JSON.stringify(keptOf(panel.getState()))))).toEqual(keptOf(panel.getState()))
})

test('what is made names the image it began with: its recipe until the words are gone, a reference as long as it lies in a slot', () => {
  const panel = createPanelStore({}, { items: [], nextCursor: null })
  expect(remixedFrom(panel.getState())).toBeNull()
  reuse(panel, { prompt: 'Noon', settings: DEFAULT_SETTINGS, references: [] }, 'out_1')
  expect(remixedFrom(panel.getState())).toBe('out_1')
  panel.setState({ prompt: ' ' })
  expect(remixedFrom(panel.getState())).toBeNull()

  expect(addReference(panel, { assetId: 'ast_2', outputId: 'out_2' })).toBe(2)
  expect(remixedFrom(panel.getState())).toBe('out_2')
  setSlot(panel, 2, null)
  expect(remixedFrom(panel.getState())).toBeNull()
})
