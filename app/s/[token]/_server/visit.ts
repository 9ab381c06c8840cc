import 'server-only'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { type ShareActor, type ShareDoor, shareDoor } from '@/lib/data/actor'
import { notFound } from '@/lib/domain/errors'
import { env } from '@/lib/platform/env'

export const PASS_COOKIE = 'maquette_share_pass'
export const SEEN_COOKIE = 'maquette_share_seen'

/** Cookies of a link are sent to its own addresses alone, and scripts cannot read them. */
export function cookieOfLink(token: string, maxAgeSeconds: number) {
  return {
    path: `/s/${token}`,
    httpOnly: true,
    sameSite: 'lax',
    secure: env().AUTH_URL?.startsWith('https:') ?? false,
    maxAge: maxAgeSeconds,
  } as const
}

/** What the link says to this visitor, asked once a request. */
export const visit: (token: string) => Promise<ShareDoor> = cache(async (token) => shareDoor(token, (await cookies()).get(PASS_COOKIE)?.value))

/** The visitor whom the link lets in. @throws AppError `not_found`. */
export async function requireVisit(token: string): Promise<ShareActor> {
  const door = await visit(token)
  if (door.state !== 'open') throw notFound('This file')
  return door.actor
}
