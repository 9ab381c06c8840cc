'use server'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { clientOf, visitorOf } from '@/app/_server/client'
import { parseForm, toResult } from '@/app/_server/result'
import { resetPassword } from '@/lib/data/users/passwords'
import { newPasswordSchema } from '@/lib/domain/password'

const schema = z.object({ token: z.string().max(100), password: newPasswordSchema })

export async function resetPasswordAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const sent = await headers()
    await resetPassword(visitorOf(sent), { ...parseForm(schema, form), client: clientOf(sent) })
    redirect('/sign-in?notice=reset' as Route)
  })
}
