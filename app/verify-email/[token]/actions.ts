'use server'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { mailAddressChanged } from '@/app/_server/account-mails'
import { currentActor } from '@/app/_server/actor'
import { originForLinks } from '@/app/_server/links'
import { parseForm, toResult } from '@/app/_server/result'
import { spendEmailLink } from '@/lib/data/users/email-addresses'

const schema = z.object({ token: z.string().max(100) })

export async function verifyEmailAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { email, previous } = await spendEmailLink(await currentActor(), parseForm(schema, form).token)
    if (previous) mailAddressChanged(previous, email, await originForLinks())
    redirect((previous ? '/account?email=changed' : '/account?email=verified') as Route)
  })
}
