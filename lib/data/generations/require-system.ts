import 'server-only'
import { AppError } from '@/lib/domain/errors'
import type { Actor } from '../actor'

/** Guards what only the worker and the sweeps may do. @throws AppError `unauthenticated` for anybody else. */
export function requireSystem(actor: Actor): void {
  if (actor.kind !== 'system') throw new AppError('unauthenticated', 'Sign in to do this.')
}
