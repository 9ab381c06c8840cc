'use server'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { FormState } from '@/app/_components/form'
import { mailVerification } from '@/app/_server/account-mails'
import { signInWithForm } from '@/app/_server/auth'
import { clientOf, visitorOf } from '@/app/_server/client'
import { invitationIn } from '@/app/_server/invitation-claim'
import { originForLinks } from '@/app/_server/links'
import { safeNextPath } from '@/app/_server/next-path'
import { parseForm, toResult } from '@/app/_server/result'
import { createSceneFromSample } from '@/lib/data/scenes/mutations'
import { issueEmailVerification } from '@/lib/data/users/email-addresses'
import { signUp, signUpSchema } from '@/lib/data/users/sign-up'

/** Opens an account, signs in, and leads to a sample scene, so that the first thing to see is a picture in the making. */
export async function signUpAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const input = parseForm(signUpSchema, form)
    const sent = await headers()
    const next = safeNextPath(form.get('next')?.toString())
    const { teamId } = await signUp(visitorOf(sent), { ...input, client: clientOf(sent), invitation: invitationIn(next) })
    const actor = await signInWithForm(input)
    const { email, token } = await issueEmailVerification(actor)
    mailVerification(email, await originForLinks(), token)
    const scene = await createSceneFromSample(actor, { teamId, sample: 'plinth' })
    redirect(next ?? (`/scenes/${scene.id}` as Route))
  })
}
