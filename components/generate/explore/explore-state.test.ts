import { describe, expect, test } from 'vitest'
import { NO_EXPLORATION } from '@/lib/domain/exploration'
import type { GenerationView } from '@/lib/domain/generation-view'
import { cellsOf, DEFAULT_SETTINGS, isInSight, keptSchema, reuse, setExplore, setSlot, show, showGrid } from '../panel-state'
import { run as aRun, store } from '../testing/run'
import { chosenAfter, gridWords } from './grid-words'

const run = (id: string, place: number | null, changes: Partial<GenerationView> = {}): GenerationView =>
  aRun(id, { exploration: place === null ? null : { id: 'exp_1', place, label: 'oak', cells: 3 }, ...changes })
const progress = (fraction: number | null) => ({ fraction, step: 'Rendering', remainingMs: null, preview: 0 })

describe('a grid', () => {
  test('gives up to four images to a comparison, in the order in which they were chosen', () => {
    const four = ['out_c', 'out_a', 'out_b', 'out_d'].reduce<readonly string[]>(chosenAfter, [])
    expect(four).toEqual(['out_c', 'out_a', 'out_b', 'out_d'])
    expect(chosenAfter(four, 'out_e')).toEqual(four)
    expect(chosenAfter(chosenAfter(four, 'out_a'), 'out_e')).toEqual(['out_c', 'out_b', 'out_d', 'out_e'])
  })

  test('has in each place what was made there last, and a gap where it was deleted', () => {
    const panel = store(run('gen_1', 0), run('gen_2', 1, { status: 'failed' }), run('gen_9', 1), run('gen_5', null))
    const ids = cellsOf(panel.getState().runs, 'exp_1').map((cell) => cell?.id ?? null)
    expect(ids).toEqual(['gen_1', 'gen_9', null])
    expect(cellsOf(panel.getState().runs, 'exp_unknown')).toEqual([])
  })

  test('shows all of its images at once, so none of them is unseen any more; one of them alone leaves the grid', () => {
    const [first, other] = [run('gen_1', 0), run('gen_5', null)]
    const panel = store(first, other)
    panel.setState({ unseen: ['gen_1', 'gen_5'] })
    showGrid(panel, 'exp_1', 2)
    expect(panel.getState()).toMatchObject({ grid: { id: 'exp_1', place: 2 }, shown: null, unseen: ['gen_5'] })
    expect([isInSight(panel.getState(), first), isInSight(panel.getState(), other)]).toEqual([true, false])
    show(panel, { generationId: 'gen_1', index: 0 })
    expect(panel.getState().grid).toBeNull()
    show(panel, null)
    expect(isInSight(panel.getState(), first)).toBe(false)
  })

  test('says how many are ready, what failed, and how far all of them are together', () => {
    const done = { status: 'succeeded', progress: null } as const
    expect(
      gridWords([done, { status: 'running', progress: progress(0.5) }, { status: 'queued', progress: null }, { status: 'failed', progress: null }]),
    ).toEqual({
      title: '4 images',
      status: '1 of 4 ready, 1 failed',
      fraction: 0.625,
    })
    expect(gridWords([done, done])).toEqual({ title: '2 images', status: 'All ready', fraction: 1 })
    expect(gridWords([{ status: 'running', progress: progress(null) }, null]).fraction).toBeNull()
  })
})

describe('what is tried', () => {
  test('is kept with the panel; what was kept before there was anything to try is still read', () => {
    const old = { prompt: 'Dusk', settings: DEFAULT_SETTINGS, seedFixed: false, slots: { 2: null, 3: null } }
    expect(keptSchema.parse(old).explore).toEqual(NO_EXPLORATION)
    expect(keptSchema.parse({ ...old, explore: { ...NO_EXPLORATION, seeds: 4 } }).explore.seeds).toBe(4)
  })

  test('forgets the strengths of a reference that is taken away, and keeps those of the other', () => {
    const panel = store()
    const strength = { slot: 2 as const, from: 0.25, to: 1, steps: 4 }
    setExplore(panel, { strength })
    setSlot(panel, 3, null)
    expect(panel.getState().explore.strength).toEqual(strength)
    setSlot(panel, 2, null)
    expect(panel.getState().explore.strength).toBeNull()
  })

  test('is nothing after Reuse, also where the prompt holds braces: that image was one', () => {
    const panel = store()
    setExplore(panel, { seeds: 4 })
    reuse(panel, { prompt: '{a|b}', settings: DEFAULT_SETTINGS, references: [] })
    expect(panel.getState().explore).toEqual({ seeds: 1, strength: null, words: false })
  })
})
