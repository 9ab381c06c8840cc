'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { signOut } from '@/app/_server/auth'
import { signInPath } from '@/app/_server/next-path'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { acceptInvitation } from '@/lib/data/invitations/accept'

const tokenSchema = z.string().regex(/^[\w-]{1,100}$/)
const form = z.object({ token: tokenSchema })

/** Joins the team and opens its scenes. */
export async function acceptInvitationAction(_previous: FormState<never>, data: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    await acceptInvitation(await currentActor(), parseForm(form, data).token)
    revalidatePath('/', 'layout')
    redirect('/scenes' as Route)
  })
}

/** Signs out and leads to signing in with the address that the invitation is for. */
export async function changeAccountAction(token: string): Promise<void> {
  const path = signInPath(`/invite/${parse(tokenSchema, token)}`)
  await signOut({ redirect: false })
  redirect(path)
}
