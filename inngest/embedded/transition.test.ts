import { describe, expect, it } from 'vitest'
import type { Operation, Reply } from './protocol'
import { type Call, type Effect, NEXT, type Progress, transition, wakeUp } from './transition'

const fresh: Progress = { finishedSteps: [], pendingSteps: [], planOnly: false }
const call: Call = { stepId: NEXT, attempt: 0, attemptsMax: 3 }
const operation = (op: string, id: string, more: Partial<Operation> = {}): Operation => ({ id, op, data: undefined, error: undefined, ...more })
const answer = (operations: Operation[], more: { noRetry?: boolean; retryAfterMs?: number } = {}): Reply => ({
  kind: 'operations',
  operations,
  noRetry: false,
  ...more,
})
const failed = (more: { noRetry?: boolean; retryAfterMs?: number } = {}): Reply => ({ kind: 'failed', error: 'why', noRetry: false, ...more })
const backoff = (attempt: number): number => 1_000 * (attempt + 1)
const goOn: Effect = { kind: 'call', stepId: NEXT, attempt: 0, delayMs: 0 }

const step = (progress: Progress, made: Call, reply: Reply) => transition(progress, made, reply, backoff)

describe('a step that ran', () => {
  it('is saved and the function asked again', () => {
    const { progress, effects } = step(fresh, call, answer([operation('StepRun', 'a', { data: 7 })]))
    expect(effects).toEqual([{ kind: 'save', stepId: 'a', result: { data: 7 } }, goOn])
    expect(progress).toEqual({ finishedSteps: ['a'], pendingSteps: [], planOnly: false })
  })

  it('is ignored when it has finished before', () => {
    const before = { ...fresh, finishedSteps: ['a'] }
    expect(step(before, call, answer([operation('StepRun', 'a')]))).toEqual({ progress: before, effects: [] })
  })

  it('begins its attempts anew for the next step', () => {
    const { effects } = step(fresh, { ...call, attempt: 2 }, answer([operation('StepRun', 'a')]))
    expect(effects.at(-1)).toEqual(goOn)
  })
})

describe('a step that failed', () => {
  it('is tried again after the backoff of its attempt', () => {
    const { effects } = step(fresh, { ...call, attempt: 1 }, answer([operation('StepError', 'a')]))
    expect(effects).toEqual([{ kind: 'call', stepId: NEXT, attempt: 2, delayMs: 2_000 }])
  })

  it('is tried again when it asked to be, whatever the backoff', () => {
    const { effects } = step(fresh, call, answer([operation('StepError', 'a')], { retryAfterMs: 5 }))
    expect(effects).toEqual([{ kind: 'call', stepId: NEXT, attempt: 1, delayMs: 5 }])
  })

  it.each<[string, Call, Reply]>([
    ['it is out of attempts', { ...call, attempt: 2 }, answer([operation('StepError', 'a', { error: 'why' })])],
    ['it says that it cannot be retried', call, answer([operation('StepError', 'a', { error: 'why' })], { noRetry: true })],
    ['the SDK gave it up', call, answer([operation('StepFailed', 'a', { error: 'why' })], { noRetry: true })],
  ])('hands its error to the function when %s', (_, made, reply) => {
    expect(step(fresh, made, reply).effects).toEqual([{ kind: 'save', stepId: 'a', result: { error: 'why' } }, goOn])
  })
})

describe('parallel steps', () => {
  const plan = answer([operation('StepPlanned', 'a'), operation('StepPlanned', 'b')])

  it('are called one by one, and until all have finished the function only plans', () => {
    const { progress, effects } = step(fresh, call, plan)
    expect(effects).toEqual(['a', 'b'].map((stepId) => ({ kind: 'call', stepId, attempt: 0, delayMs: 0 })))
    expect(progress).toEqual({ finishedSteps: [], pendingSteps: ['a', 'b'], planOnly: true })
  })

  it('let the function go on when the last of them has finished, and not before', () => {
    const planned = step(fresh, call, plan).progress
    const first = step(planned, { ...call, stepId: 'b' }, answer([operation('StepRun', 'b')]))
    expect(first.effects).toEqual([{ kind: 'save', stepId: 'b', result: { data: null } }])
    const second = step(first.progress, { ...call, stepId: 'a' }, answer([operation('StepRun', 'a')]))
    expect(second.effects.at(-1)).toEqual(goOn)
    expect(second.progress).toEqual({ finishedSteps: ['b', 'a'], pendingSteps: [], planOnly: false })
  })

  it('wait for a sleep among them', () => {
    const { progress, effects } = step(fresh, call, answer([operation('StepPlanned', 'a'), operation('Sleep', 'nap', { name: '2s' })]))
    expect(effects).toContainEqual({ kind: 'sleep', stepId: 'nap', delayMs: 2_000 })
    const ran = step(progress, { ...call, stepId: 'a' }, answer([operation('StepRun', 'a')]))
    expect(ran.effects).toHaveLength(1)
    expect(wakeUp(ran.progress, 'nap').effects).toEqual([{ kind: 'save', stepId: 'nap', result: null }, goOn])
  })

  it('are retried each by itself', () => {
    const planned = step(fresh, call, plan).progress
    const { effects } = step(planned, { ...call, stepId: 'a' }, answer([operation('StepError', 'a')]))
    expect(effects).toEqual([{ kind: 'call', stepId: 'a', attempt: 1, delayMs: 1_000 }])
  })
})

describe('a sleep', () => {
  it('that ended twice wakes the run once', () => {
    const once = wakeUp(fresh, 'nap')
    expect(wakeUp(once.progress, 'nap').effects).toEqual([])
  })
})

describe('a run', () => {
  it('completes with what the function returned', () => {
    expect(step(fresh, call, { kind: 'completed', output: 1 }).effects).toEqual([{ kind: 'finish', status: 'completed', output: 1 }])
  })

  it('is tried again when the function itself failed, and fails when it is out of attempts or cannot be retried', () => {
    expect(step(fresh, call, failed()).effects).toEqual([{ kind: 'call', stepId: NEXT, attempt: 1, delayMs: 1_000 }])
    const finish = [{ kind: 'finish', status: 'failed', output: 'why' }]
    expect(step(fresh, { ...call, attempt: 2 }, failed()).effects).toEqual(finish)
    expect(step(fresh, call, failed({ noRetry: true })).effects).toEqual(finish)
  })

  it.each(['WaitForEvent', 'InvokeFunction', 'WaitForSignal', 'AIGateway', 'DeferAdd'])('fails by name when a step tool is not carried out: %s', (op) => {
    const { effects } = step(fresh, call, answer([operation('StepRun', 'a'), operation(op, 'b')]))
    expect(effects).toEqual([{ kind: 'finish', status: 'failed', output: expect.objectContaining({ message: expect.stringContaining(op) }) }])
  })
})
