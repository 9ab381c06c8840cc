import { describe, expect, it } from 'vitest'
import { setCamera, setExposure, setTransform } from '@/lib/scene/commands/commands'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import type { SceneDocument } from '@/lib/scene/schema'
import { Autosave, type AutosaveDeps, type Draft, type SaveOutcome, type SaveStatus } from './autosave'

const start = SAMPLE_SCENES.plinth.document
const moved = (x: number): SceneDocument => setTransform(start, 'node_bottle', { position: [x, 0, 0] })

const looking = (x: number): SceneDocument => setCamera(start, { position: [x, 1, 1] })

/** Lets every promise that is already decided run on. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

type Request = Parameters<AutosaveDeps['save']>[0]

/** A server, a clock and a drawer for drafts that the test holds in its hands. */
function bench() {
  const requests: { request: Request; answer: (outcome: SaveOutcome) => void }[] = []
  const statuses: SaveStatus[] = []
  let timers: { run: () => void; afterMs: number }[] = []
  let draft: Draft | null = null
  let theirs: { document: SceneDocument; revision: number } | null = null
  const autosave = new Autosave(
    { document: start, revision: 7 },
    {
      save: (request) => new Promise((answer) => requests.push({ request, answer })),
      load: async () => theirs,
      keepDraft: (next) => {
        draft = next
      },
      onChange: ({ status }) => statuses.push(status),
      setTimer: (run, afterMs) => {
        const timer = { run, afterMs }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
    },
  )
  return {
    autosave,
    requests,
    statuses,
    draft: () => draft,
    timers: () => timers.map(({ afterMs }) => afterMs),
    setTheirs: (next: typeof theirs) => {
      theirs = next
    },
    /** The pause is over. */
    tick: () => {
      const due = timers
      timers = []
      for (const { run } of due) run()
    },
    answer: async (outcome: SaveOutcome) => {
      requests.at(-1)?.answer(outcome)
      await settle()
    },
    settle,
  }
}

describe('autosave', () => {
  it('sends a burst of changes as one request after the pause', async () => {
    const { autosave, requests, tick, answer, timers } = bench()
    for (const x of [1, 2, 3]) autosave.update(moved(x))
    expect(timers()).toEqual([600])
    tick()
    expect(requests.map(({ request }) => request)).toEqual([
      { baseRevision: 7, patches: [{ path: ['nodes', 'node_bottle', 'position'], value: [3, 0, 0] }], leaving: false },
    ])
    await answer({ kind: 'saved', revision: 8 })
    expect(autosave.status).toBe('saved')
    expect(autosave.revision).toBe(8)
  })

  it('has one request under way at a time, and sends what came meanwhile against the new revision', async () => {
    const { autosave, requests, tick, answer } = bench()
    autosave.update(moved(1))
    tick()
    autosave.update(moved(2))
    tick()
    expect(requests).toHaveLength(1)
    await answer({ kind: 'saved', revision: 8 })
    expect(autosave.status).toBe('pending')
    tick()
    expect(requests).toHaveLength(2)
    expect(requests[1]?.request.baseRevision).toBe(8)
  })

  it('keeps the work as a draft while the server cannot be reached, and tries again ever less often', async () => {
    const { autosave, tick, answer, draft, timers } = bench()
    autosave.update(moved(1))
    const waits: number[] = []
    for (let i = 0; i < 7; i++) {
      tick()
      await answer({ kind: 'unreachable' })
      waits.push(...timers())
    }
    expect(autosave.status).toBe('offline')
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000])
    expect(draft()).toMatchObject({ baseRevision: 7, patches: [{ value: [1, 0, 0] }] })
    autosave.update(moved(2))
    expect(draft()).toMatchObject({ patches: [{ value: [2, 0, 0] }] })
    autosave.retryNow()
    tick()
    await answer({ kind: 'saved', revision: 8 })
    expect(autosave.status).toBe('saved')
    expect(draft()).toBeNull()
  })

  it('asks when somebody else saved, and writes nothing more until it is answered', async () => {
    const { autosave, requests, tick, answer, setTheirs, timers, draft } = bench()
    const theirs = setExposure(start, 2)
    setTheirs({ document: theirs, revision: 8 })
    autosave.update(moved(1))
    tick()
    await answer({ kind: 'conflict' })
    expect(autosave.status).toBe('conflict')
    autosave.update(moved(2))
    expect(timers()).toEqual([])
    expect(requests).toHaveLength(1)
    expect(draft()).not.toBeNull()
    await expect(autosave.flush()).rejects.toThrow(/Somebody else/)
    autosave.adopt(theirs, 8)
    expect(autosave.status).toBe('saved')
    expect(draft()).toBeNull()
  })

  it('takes a conflict with its own save, whose answer was lost, as saved', async () => {
    const { autosave, tick, answer, setTheirs } = bench()
    autosave.update(moved(1))
    tick()
    await answer({ kind: 'unreachable' })
    setTheirs({ document: structuredClone(moved(1)), revision: 8 })
    tick()
    await answer({ kind: 'conflict' })
    expect(autosave.status).toBe('saved')
    expect(autosave.revision).toBe(8)
  })

  it('saves at once on flush, including what changed during the request', async () => {
    const { autosave, requests, answer, settle } = bench()
    autosave.update(moved(1))
    const flushed = autosave.flush()
    await settle()
    autosave.update(moved(2))
    await answer({ kind: 'saved', revision: 8 })
    await answer({ kind: 'saved', revision: 9 })
    await expect(flushed).resolves.toEqual({ revision: 9 })
    expect(requests.map(({ request }) => request.patches)).toEqual([
      [{ path: ['nodes', 'node_bottle', 'position'], value: [1, 0, 0] }],
      [{ path: ['nodes', 'node_bottle', 'position'], value: [2, 0, 0] }],
    ])
  })

  it('sends a last request when the page goes away, and keeps a draft in case it does not arrive', () => {
    const { autosave, requests, draft } = bench()
    autosave.update(moved(1))
    autosave.leave()
    expect(requests[0]?.request.leaving).toBe(true)
    expect(draft()).not.toBeNull()
  })

  it('forgets a change that was taken back before the pause ended', () => {
    const { autosave, requests, tick } = bench()
    autosave.update(moved(1))
    autosave.update(start)
    tick()
    expect(requests).toEqual([])
    expect(autosave.status).toBe('saved')
  })

  it('goes on from a newer revision that differs in the view alone', async () => {
    const b = bench()
    expect(await b.autosave.learn({ document: looking(9), revision: 8 })).toBe(false)
    b.autosave.update(moved(1))
    b.tick()
    expect(b.requests.at(-1)?.request.baseRevision).toBe(8)
  })

  it('is behind a newer revision with changes, writes no camera over it, and catches up', async () => {
    const b = bench()
    b.autosave.update(looking(5))
    expect(await b.autosave.learn({ document: moved(3), revision: 8 })).toBe(true)
    expect(b.autosave.status).toBe('saved')
    b.autosave.update(looking(6))
    b.tick()
    b.autosave.leave()
    expect(b.requests).toEqual([])
    expect(b.draft()).toBeNull()
    await expect(b.autosave.flush()).rejects.toThrow(/Load the new version/)

    b.autosave.adopt(moved(3), 8)
    b.autosave.update(setExposure(moved(3), 1))
    b.tick()
    expect(b.requests.at(-1)?.request).toMatchObject({ baseRevision: 8, patches: [{ path: ['exposure'], value: 1 }] })
  })

  it('does not take its own save for that of somebody else', async () => {
    const b = bench()
    b.autosave.update(moved(1))
    b.tick()
    const learned = b.autosave.learn({ document: moved(1), revision: 8 })
    await b.answer({ kind: 'saved', revision: 8 })
    expect(await learned).toBe(false)
  })

  it('asks nothing when a turn of the camera meets a newer revision', async () => {
    const b = bench()
    b.setTheirs({ document: moved(3), revision: 8 })
    b.autosave.update(looking(5))
    b.tick()
    await b.answer({ kind: 'conflict' })
    expect(b.autosave.status).toBe('saved')
    expect(b.draft()).toBeNull()
  })
})
