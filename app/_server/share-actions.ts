'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { createShareLink, renewShareLink, revokeShareLink, setSharingAllowed, updateShareLink } from '@/lib/data/share-links/mutations'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { parseFields } from '@/lib/domain/parse-fields'
import { type NewShareLink, newShareLinkSchema, type ShareLinkChanges, shareExpirySchema, shareLinkChangesSchema } from '@/lib/domain/share-link'
import { currentActor } from './actor'
import { originForLinks } from './links'
import { parse, toResult } from './result'

/** The address is told once: only a hash of its token is kept. */
const addressOf = async (token: string): Promise<string> => `${await originForLinks()}/s/${token}`

/** Makes a link to images, or to a collection, of a team. */
export async function createShareLinkAction(teamId: string, input: NewShareLink): Promise<Result<{ id: string; url: string }>> {
  return toResult(async () => {
    const link = parseFields(newShareLinkSchema, input)
    // Asked first, so that no link is made whose address cannot be told.
    await originForLinks()
    const { id, token } = await createShareLink(await currentActor(), { ...link, teamId: parse(idSchema, teamId) })
    revalidatePath('/team/links')
    return { id, url: await addressOf(token) }
  })
}

/** Changes title, expiry, password and what a link allows. */
export async function updateShareLinkAction(shareLinkId: string, changes: ShareLinkChanges): Promise<Result<null>> {
  return toResult(async () => {
    await updateShareLink(await currentActor(), parse(idSchema, shareLinkId), parseFields(shareLinkChangesSchema, changes))
    revalidatePath('/team/links')
    return null
  })
}

/** Ends a link at once. */
export async function revokeShareLinkAction(shareLinkId: string): Promise<Result<null>> {
  return toResult(async () => {
    await revokeShareLink(await currentActor(), parse(idSchema, shareLinkId))
    revalidatePath('/team/links')
    return null
  })
}

/** Gives a link a new address and a new term; the old address ends. */
export async function renewShareLinkAction(shareLinkId: string, expiresInDays: number | null): Promise<Result<{ url: string }>> {
  return toResult(async () => {
    await originForLinks()
    const { token } = await renewShareLink(await currentActor(), parse(idSchema, shareLinkId), parse(shareExpirySchema, expiresInDays))
    revalidatePath('/team/links')
    return { url: await addressOf(token) }
  })
}

/** Lets the members of a team make links, or stops all of them. */
export async function setSharingAllowedAction(teamId: string, allowed: boolean): Promise<Result<null>> {
  return toResult(async () => {
    await setSharingAllowed(await currentActor(), parse(idSchema, teamId), parse(z.boolean(), allowed))
    revalidatePath('/team/links')
    return null
  })
}
