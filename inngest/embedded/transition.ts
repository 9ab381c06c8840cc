import { delayMsOf } from './durations'
import type { Operation, Reply } from './protocol'

/** The step id that asks a function to run on from where it stands, rather than to run one planned step. */
export const NEXT = 'step'

/** How far a run has come. */
export type Progress = {
  /** In the order of completion. */
  finishedSteps: readonly string[]
  /** Parallel steps that were planned together and have not all finished. The function is asked again when none is left. */
  pendingSteps: readonly string[]
  /** While parallel steps are pending the function may only plan, or two calls could run the same step. */
  planOnly: boolean
}

/** What is kept of a finished step, exactly as the SDK wants it back. A finished sleep is null. */
export type StepResult = { data: unknown } | { error: unknown } | null

export type Effect =
  | { kind: 'save'; stepId: string; result: StepResult }
  | { kind: 'call'; stepId: string; attempt: number; delayMs: number }
  | { kind: 'sleep'; stepId: string; delayMs: number }
  | { kind: 'finish'; status: 'completed' | 'failed'; output: unknown }

export type Call = { stepId: string; attempt: number; attemptsMax: number }

/**
 * What an answer of the SDK means for a run: how far it is now, and what to do next. Pure, so that all the rules of the
 * protocol stand in one place and can be tested without a database.
 */
export function transition(progress: Progress, call: Call, reply: Reply, backoffMs: (attempt: number) => number): { progress: Progress; effects: Effect[] } {
  if (reply.kind === 'completed') return { progress, effects: [{ kind: 'finish', status: 'completed', output: reply.output }] }

  const mayRetry = !reply.noRetry && call.attempt + 1 < call.attemptsMax
  const retry: Effect = { kind: 'call', stepId: call.stepId, attempt: call.attempt + 1, delayMs: reply.retryAfterMs ?? backoffMs(call.attempt) }
  if (reply.kind === 'failed') {
    return { progress, effects: [mayRetry ? retry : { kind: 'finish', status: 'failed', output: reply.error }] }
  }

  const fresh = reply.operations.filter((operation) => !progress.finishedSteps.includes(operation.id))
  const effects: Effect[] = []
  let next = reply.operations.length > 1 ? planned(progress, fresh) : progress
  for (const operation of fresh) {
    const effect = effectOf(operation, mayRetry ? retry : undefined)
    effects.push(effect)
    if (effect.kind === 'save') next = finishStep(next, operation.id)
    if (effect.kind === 'finish') return { progress: next, effects: [effect] }
  }
  const anySaved = effects.some((effect) => effect.kind === 'save')
  if (anySaved && next.pendingSteps.length === 0) effects.push(goOn)
  return { progress: next, effects }
}

/** A sleep is over. */
export function wakeUp(progress: Progress, stepId: string): { progress: Progress; effects: Effect[] } {
  if (progress.finishedSteps.includes(stepId)) return { progress, effects: [] }
  const next = finishStep(progress, stepId)
  const save: Effect = { kind: 'save', stepId, result: null }
  return { progress: next, effects: next.pendingSteps.length === 0 ? [save, goOn] : [save] }
}

const goOn: Effect = { kind: 'call', stepId: NEXT, attempt: 0, delayMs: 0 }

function planned(progress: Progress, operations: readonly Operation[]): Progress {
  const pendingSteps = [...new Set([...progress.pendingSteps, ...operations.map((operation) => operation.id)])]
  return { ...progress, pendingSteps, planOnly: true }
}

function finishStep(progress: Progress, stepId: string): Progress {
  const pendingSteps = progress.pendingSteps.filter((pending) => pending !== stepId)
  return { finishedSteps: [...progress.finishedSteps, stepId], pendingSteps, planOnly: progress.planOnly && pendingSteps.length > 0 }
}

function effectOf(operation: Operation, retry: Effect | undefined): Effect {
  if (operation.opts?.parallelMode === 'race') return unsupported('Racing parallel steps')
  switch (operation.op) {
    case 'StepRun':
      return { kind: 'save', stepId: operation.id, result: { data: operation.data ?? null } }
    case 'StepError':
      return retry ?? { kind: 'save', stepId: operation.id, result: { error: operation.error } }
    case 'StepFailed':
      return { kind: 'save', stepId: operation.id, result: { error: operation.error } }
    case 'StepPlanned':
      return { kind: 'call', stepId: operation.id, attempt: 0, delayMs: 0 }
    case 'Sleep':
      return { kind: 'sleep', stepId: operation.id, delayMs: delayMsOf(operation.name ?? '', new Date()) }
    default:
      return unsupported(`The step tool behind "${operation.op}"`)
  }
}

const unsupported = (what: string): Effect => ({
  kind: 'finish',
  status: 'failed',
  output: { name: 'UnsupportedError', message: `${what} is not carried out by the embedded executor.` },
})
