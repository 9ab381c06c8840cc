import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from '@opentelemetry/api'
import type { PressTimes } from '@/lib/domain/press-times'

/** The trace of a request. Its span begins with the first look at it: until then the press that led to the request may become known. */
export type RequestTrace = { span: () => Span | undefined; follow: (times: PressTimes) => void }

/** What everything that happens for one request or one piece of work has in common: its ids, for the log, and its place in a trace. */
export type WorkContext = { requestId?: string; generationId?: string; request?: RequestTrace; span?: Span }

// Next bundles this module several times; all of them share one storage.
const holder = globalThis as typeof globalThis & { __maquetteContext?: AsyncLocalStorage<WorkContext> }
holder.__maquetteContext ??= new AsyncLocalStorage()
const storage = holder.__maquetteContext

export const currentContext = (): WorkContext => storage.getStore() ?? {}

/** Runs work whose log lines carry these ids besides those that hold already. */
export const withContext = <T>(fields: WorkContext, work: () => T): T => storage.run({ ...currentContext(), ...fields }, work)

/** As {@link withContext}, for the rest of what the present event leads to. */
export const enterContext = (fields: WorkContext): void => storage.enterWith({ ...currentContext(), ...fields })
