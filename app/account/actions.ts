'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { signOut } from '@/app/_server/auth'
import { parseForm, toResult } from '@/app/_server/result'
import { revokeSession } from '@/lib/data/sessions/mutations'
import { deleteAccount, renameSelf } from '@/lib/data/users/mutations'
import { changePassword } from '@/lib/data/users/passwords'
import { AppError, type Result } from '@/lib/domain/errors'
import { isId } from '@/lib/domain/ids'
import { newPasswordSchema, PASSWORD_LENGTH_MAX, personNameSchema } from '@/lib/domain/password'

const nameForm = z.object({ name: personNameSchema })
const passwordForm = z.object({
  present: z.string().min(1, 'Enter your present password.').max(PASSWORD_LENGTH_MAX, 'This is too long to be your password.'),
  next: newPasswordSchema,
})
const deletionForm = z.object({ email: z.string().min(1, 'Type your address to confirm.').max(254) })

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
    await deleteAccount(await currentActor(), { typedEmail: parseForm(deletionForm, form).email })
    await signOut({ redirect: false })
    redirect('/sign-in?notice=deleted' as Route)
  })
}
