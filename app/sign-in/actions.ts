'use server'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { signInWithForm } from '@/app/_server/auth'
import { safeNextPath } from '@/app/_server/next-path'
import { parseForm, toResult } from '@/app/_server/result'
import { emailSchema, PASSWORD_LENGTH_MAX } from '@/lib/domain/password'

const schema = z.object({
  email: emailSchema,
  password: z.string().min(1, 'Enter your password.').max(PASSWORD_LENGTH_MAX, 'This is too long to be your password.'),
})

export async function signInAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    await signInWithForm(parseForm(schema, form))
    redirect(safeNextPath(form.get('next')?.toString()) ?? ('/scenes' as Route))
  })
}
