'use server'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { clientOf } from '@/app/_server/client'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { anonymous } from '@/lib/data/actor'
import { addGuestComment } from '@/lib/data/comments/guest-comments'
import { SHARE_PASS_HOURS, sayPassword } from '@/lib/data/share-links/visit'
import { guestCommentSchema, SHARE_PASSWORD_LENGTH_MAX, type SharedComment } from '@/lib/domain/share-link'
import { cookiesOfLink, PASS_COOKIE, requireVisit } from './_server/visit'

const tokenSchema = z.string().min(1).max(100)
const passwordForm = z.object({
  token: tokenSchema,
  password: z.string().min(1, 'Enter the password.').max(SHARE_PASSWORD_LENGTH_MAX, 'This is too long to be the password.'),
})

/** Opens a link with its password: the browser keeps that it knew it, for this link alone. */
export async function openShareAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { token, password } = parseForm(passwordForm, form)
    const opened = await sayPassword(anonymous, { token, password, address: clientOf(await headers()).address })
    if (opened) (await cookiesOfLink(token)).set(PASS_COOKIE, opened.pass, SHARE_PASS_HOURS * 3600)
    redirect(`/s/${token}` as Route)
  })
}

/** What a visitor of a link says about one of its images. */
export async function commentAsGuestAction(_previous: FormState<SharedComment>, form: FormData): Promise<FormState<SharedComment>> {
  return toResult(async () => {
    const comment = parseForm(guestCommentSchema.extend({ token: tokenSchema }), form)
    const actor = await requireVisit(parse(tokenSchema, comment.token))
    return addGuestComment(actor, { ...comment, address: clientOf(await headers()).address })
  })
}
