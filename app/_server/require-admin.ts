import 'server-only'
import { notFound } from 'next/navigation'
import type { UserActor } from '@/lib/data/actor'
import { AppError } from '@/lib/domain/errors'
import { requireUser } from './actor'

/** Whoever runs the installation. A visitor is sent to sign in; to everybody else the page does not exist. For pages. */
export async function requireAdmin(): Promise<UserActor> {
  const actor = await requireUser()
  if (!actor.isInstanceAdmin) notFound()
  return actor
}

/** What a page shows, or the page that says there is none. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
}
