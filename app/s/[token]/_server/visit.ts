import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { originOf } from '@/app/_server/client'
import { isSecure } from '@/app/_server/secure-cookie'
import { type ShareActor, type ShareDoor, shareDoor } from '@/lib/data/actor'
import { notFound } from '@/lib/domain/errors'

export const PASS_COOKIE = 'maquette_share_pass'
export const SEEN_COOKIE = 'maquette_share_seen'

/**
 * The cookies of a link: sent to its own addresses alone, and out of reach of scripts. Over HTTPS their names begin with
 * `__Secure-`, since `__Host-` allows no path.
 */
export async function cookiesOfLink(token: string) {
  const [jar, secure] = [await cookies(), isSecure(await headers())]
  const nameOf = (name: string): string => (secure ? `__Secure-${name}` : name)
  return {
    get: (name: string): string | undefined => jar.get(nameOf(name))?.value,
    set: (name: string, value: string, maxAgeSeconds: number): void => {
      jar.set(nameOf(name), value, { path: `/s/${token}`, httpOnly: true, sameSite: 'lax', secure, maxAge: maxAgeSeconds })
    },
  }
}

/** What the link says to this visitor, asked once a request. */
export const visit: (token: string) => Promise<ShareDoor> = cache(async (token) =>
  shareDoor(token, (await cookiesOfLink(token)).get(PASS_COOKIE), originOf(await headers())),
)

/** The visitor whom the link lets in. @throws AppError `not_found`. */
export async function requireVisit(token: string): Promise<ShareActor> {
  const door = await visit(token)
  if (door.state !== 'open') throw notFound('This file')
  return door.actor
}
