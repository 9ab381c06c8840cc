'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { restoreUser, setInstanceAdmin, suspendUser } from '@/lib/data/instance/change-user'
import { setSignUpPolicy } from '@/lib/data/instance/settings'
import { eraseUser } from '@/lib/data/users/erase-user'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { type SignUpPolicy, signUpPolicySchema } from '@/lib/domain/instance/sign-up'

const eraseForm = z.object({ id: idSchema, email: z.string().max(254) })
const suspendForm = z.object({ id: idSchema, reason: z.string().max(2000) })

async function change(work: () => Promise<void>): Promise<Result<null>> {
  return toResult(async () => {
    await work()
    revalidatePath('/admin/users')
    return null
  })
}

export async function suspendUserAction(_previous: FormState<null>, form: FormData): Promise<FormState<null>> {
  return change(async () => {
    const { id, reason } = parseForm(suspendForm, form)
    await suspendUser(await currentActor(), id, reason)
  })
}

/** Nobody is left to look at afterwards, so it leads back to the list. */
export async function eraseUserAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { id, email } = parseForm(eraseForm, form)
    await eraseUser(await currentActor(), id, email)
    revalidatePath('/admin/users')
    redirect('/admin/users' as Route)
  })
}

export async function restoreUserAction(userId: string): Promise<Result<null>> {
  return change(async () => restoreUser(await currentActor(), parse(idSchema, userId)))
}

export async function setInstanceAdminAction(userId: string, isInstanceAdmin: boolean): Promise<Result<null>> {
  return change(async () => setInstanceAdmin(await currentActor(), parse(idSchema, userId), parse(z.boolean(), isInstanceAdmin)))
}

export async function setSignUpPolicyAction(policy: SignUpPolicy): Promise<Result<null>> {
  return change(async () => setSignUpPolicy(await currentActor(), parse(signUpPolicySchema, policy)))
}
