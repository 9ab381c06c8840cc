'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { mailEmailChange, mailVerification } from '@/app/_server/account-mails'
import { currentActor } from '@/app/_server/actor'
import { providerAddress, signOut } from '@/app/_server/auth'
import { rememberLinkIntent } from '@/app/_server/link-intent'
import { originForLinks } from '@/app/_server/links'
import { parseForm, toResult } from '@/app/_server/result'
import { unlinkIdentity } from '@/lib/data/identities/mutations'
import { revokeOtherSessions, revokeSession } from '@/lib/data/sessions/mutations'
import { issueEmailVerification, requestEmailChange } from '@/lib/data/users/email-addresses'
import { deleteAccount, renameSelf } from '@/lib/data/users/mutations'
import { changePassword, setFirstPassword } from '@/lib/data/users/passwords'
import { proveSelf } from '@/lib/data/users/proof'
import { beginSecondFactor, confirmSecondFactor, disableSecondFactor, regenerateRecoveryCodes } from '@/lib/data/users/second-factor'
import { AppError, type Result } from '@/lib/domain/errors'
import { isId } from '@/lib/domain/ids'
import { emailSchema, newPasswordSchema, PASSWORD_LENGTH_MAX, personNameSchema } from '@/lib/domain/password'
import { isSignInProvider } from '@/lib/domain/sign-in'
import { qrSvg } from '@/lib/platform/qr-svg'

const nameForm = z.object({ name: personNameSchema })
const passwordForm = z.object({
  present: z.string().min(1, 'Enter your present password.').max(PASSWORD_LENGTH_MAX, 'This is too long to be your password.'),
  next: newPasswordSchema,
})
const proof = z.string().max(PASSWORD_LENGTH_MAX, 'This is too long.').optional()
const proofForm = z.object({ proof })
const linkForm = z.object({ proof, provider: z.string().max(40) })
const firstPasswordForm = z.object({ next: newPasswordSchema, proof })
const emailForm = z.object({ email: emailSchema, proof })
const deletionForm = z.object({ email: z.string().min(1, 'Type your address to confirm.').max(254), proof })
const codeForm = z.object({ code: z.string().trim().min(1, 'Enter the code.').max(60, 'This is too long to be a code.') })

export async function renameAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    await renameSelf(await currentActor(), parseForm(nameForm, form).name)
    revalidatePath('/account')
  })
}

export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    await changePassword(await currentActor(), parseForm(passwordForm, form))
    revalidatePath('/account')
  })
}

export async function revokeSessionAction(sessionId: string): Promise<Result<void>> {
  return toResult(async () => {
    if (typeof sessionId !== 'string' || !isId('ses', sessionId)) throw new AppError('not_found', 'This session was not found. It may have ended already.')
    await revokeSession(await currentActor(), sessionId)
    revalidatePath('/account')
  })
}

export async function deleteAccountAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { email, proof } = parseForm(deletionForm, form)
    await deleteAccount(await currentActor(), { typedEmail: email, proof })
    await signOut({ redirect: false })
    redirect('/sign-in?notice=deleted' as Route)
  })
}

export async function setFirstPasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    await setFirstPassword(await currentActor(), parseForm(firstPasswordForm, form))
    revalidatePath('/account')
  })
}

export async function revokeOtherSessionsAction(): Promise<Result<{ ended: number }>> {
  return toResult(async () => {
    const ended = await revokeOtherSessions(await currentActor())
    revalidatePath('/account')
    return ended
  })
}

export async function sendVerificationAction(_previous: FormState, _form: FormData): Promise<FormState> {
  return toResult(async () => {
    const { email, token } = await issueEmailVerification(await currentActor())
    mailVerification(email, await originForLinks(), token)
  })
}

export async function changeEmailAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    const { email, proof } = parseForm(emailForm, form)
    const { token } = await requestEmailChange(await currentActor(), { email, proof })
    mailEmailChange(email, await originForLinks(), token)
  })
}

/** Leaves for a provider, to come back with its account linked. */
export async function linkProviderAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    const actor = await currentActor()
    const { provider, ...proven } = parseForm(linkForm, form)
    await proveSelf(actor, proven)
    if (actor.kind !== 'user' || !isSignInProvider(provider)) throw new AppError('invalid', 'There is no such way to sign in.')
    const address = await providerAddress(provider, '/account' as Route)
    await rememberLinkIntent(actor, provider)
    redirect(address as Route)
  })
}

export async function unlinkProviderAction(provider: unknown): Promise<Result<void>> {
  return toResult(async () => {
    if (!isSignInProvider(provider)) throw new AppError('not_found', 'There is no such account to unlink.')
    await unlinkIdentity(await currentActor(), provider)
    revalidatePath('/account')
  })
}

export type SecondFactorSetup = { secret: string; qrSvg: string }

export async function beginSecondFactorAction(_previous: FormState<SecondFactorSetup>, form: FormData): Promise<FormState<SecondFactorSetup>> {
  return toResult(async () => {
    const { secret, uri } = await beginSecondFactor(await currentActor(), parseForm(proofForm, form))
    return { secret, qrSvg: qrSvg(uri) }
  })
}

/** The page is told afterwards by the browser: the codes stand in the answer, once. */
export async function confirmSecondFactorAction(_previous: FormState<string[]>, form: FormData): Promise<FormState<string[]>> {
  return toResult(async () => (await confirmSecondFactor(await currentActor(), parseForm(codeForm, form))).recoveryCodes)
}

export async function regenerateRecoveryCodesAction(_previous: FormState<string[]>, form: FormData): Promise<FormState<string[]>> {
  return toResult(async () => (await regenerateRecoveryCodes(await currentActor(), parseForm(proofForm, form))).recoveryCodes)
}

export async function disableSecondFactorAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    await disableSecondFactor(await currentActor(), parseForm(proofForm, form))
    revalidatePath('/account')
  })
}

/** Signs out and leads back here: for whoever has neither password nor code to prove themselves by. */
export async function signInAgainAction(): Promise<void> {
  await signOut({ redirectTo: '/sign-in?next=%2Faccount' })
}
