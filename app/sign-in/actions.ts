'use server'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { mailMagicLink } from '@/app/_server/account-mails'
import { currentActor } from '@/app/_server/actor'
import { completeSignIn, enterSession, providerAddress, signInWithForm } from '@/app/_server/auth'
import { clientOf, visitorOf } from '@/app/_server/client'
import { forgetFirstHalf, readFirstHalf } from '@/app/_server/half-signed-in'
import { invitationIn, rememberInvitation } from '@/app/_server/invitation-claim'
import { originForLinks } from '@/app/_server/links'
import { safeNextPath } from '@/app/_server/next-path'
import { parseForm, toResult } from '@/app/_server/result'
import { createSceneFromSample } from '@/lib/data/scenes/mutations'
import { limitMagicLinks, spendMagicLink } from '@/lib/data/users/magic-links'
import { signInWithCode } from '@/lib/data/users/second-factor'
import { AppError } from '@/lib/domain/errors'
import { emailSchema, PASSWORD_LENGTH_MAX } from '@/lib/domain/password'
import { isSignInProvider } from '@/lib/domain/sign-in'

const passwordForm = z.object({
  email: emailSchema,
  password: z.string().min(1, 'Enter your password.').max(PASSWORD_LENGTH_MAX, 'This is too long to be your password.'),
})
const linkForm = z.object({ email: emailSchema })
const tokenForm = z.object({ token: z.string().max(1000) })
const codeForm = z.object({ code: z.string().trim().min(1, 'Enter the code.').max(60, 'This is too long to be a code.') })

const nextOf = (form: FormData): Route | undefined => (form instanceof FormData ? safeNextPath(form.get('next')?.toString()) : undefined)

export async function signInAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const next = nextOf(form)
    await signInWithForm(parseForm(passwordForm, form), next)
    redirect(next ?? ('/scenes' as Route))
  })
}

/** Answers the same, and as fast, whether the account exists or not. */
export async function sendMagicLinkAction(_previous: FormState<{ email: string }>, form: FormData): Promise<FormState<{ email: string }>> {
  return toResult(async () => {
    const { email } = parseForm(linkForm, form)
    const sent = await headers()
    const actor = visitorOf(sent)
    await limitMagicLinks(actor, { email, client: clientOf(sent) })
    mailMagicLink(actor, email, await originForLinks(), invitationIn(nextOf(form)))
    return { email }
  })
}

/**
 * The press on the page that a link opens. Who asked for it on the way from an invitation goes on to that; else a new account
 * begins in a sample scene, as after sign-up.
 */
export async function enterByLinkAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { token } = parseForm(tokenForm, form)
    const outcome = await spendMagicLink(await currentActor(), { token, client: clientOf(await headers()) })
    const next = (outcome.invitation ? `/invite/${outcome.invitation}` : '/scenes') as Route
    const actor = await completeSignIn(outcome, next)
    if (outcome.passwordRemoved) redirect(`${outcome.invitation ? next : '/account'}?password=removed` as Route)
    if (!outcome.newTeamId) redirect(next)
    const scene = await createSceneFromSample(actor, { teamId: outcome.newTeamId, sample: 'plinth' })
    redirect(outcome.invitation ? next : (`/scenes/${scene.id}` as Route))
  })
}

/** The second half of signing in. */
export async function enterCodeAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { code } = parseForm(codeForm, form)
    const half = await readFirstHalf()
    if (!half) throw new AppError('not_found', 'This took longer than ten minutes. Sign in again.')
    const sent = await headers()
    await enterSession(await signInWithCode(visitorOf(sent), { userId: half.userId, method: half.method, code, client: clientOf(sent) }))
    await forgetFirstHalf()
    redirect(safeNextPath(half.next) ?? ('/scenes' as Route))
  })
}

/** Leaves for an account elsewhere. */
export async function leaveForProviderAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const provider = form instanceof FormData ? form.get('provider') : null
    if (!isSignInProvider(provider)) throw new AppError('invalid', 'There is no such way to sign in.')
    const next = nextOf(form)
    const invitation = invitationIn(next)
    if (invitation) await rememberInvitation(invitation)
    redirect((await providerAddress(provider, next ?? ('/scenes' as Route))) as Route)
  })
}
