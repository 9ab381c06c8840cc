import 'server-only'

/** Who asks. Every function of lib/data takes one first; they are made only here. */
export type UserActor = { kind: 'user'; userId: string; sessionId: string; isInstanceAdmin: boolean }
export type Actor = UserActor | { kind: 'anonymous' } | { kind: 'system' }

export const anonymous: Actor = { kind: 'anonymous' }
/** For the worker and for sweeps. Whoever uses it re-derives the person from the row it works on. */
export const system: Actor = { kind: 'system' }
