'use server'
import { headers } from 'next/headers'
import { after } from 'next/server'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { clientOf, visitorOf } from '@/app/_server/client'
import { originForLinks } from '@/app/_server/links'
import { parseForm, toResult } from '@/app/_server/result'
import type { AnonymousActor } from '@/lib/data/actor'
import { issuePasswordReset, limitPasswordResets } from '@/lib/data/users/passwords'
import { emailSchema } from '@/lib/domain/password'
import { reportError } from '@/lib/platform/log'
import { sendMail } from '@/lib/platform/mail'

const schema = z.object({ email: emailSchema })

/** Answers the same, and as fast, whether the account exists or not: the link is made and sent after the answer. */
export async function forgotPasswordAction(_previous: FormState<{ email: string }>, form: FormData): Promise<FormState<{ email: string }>> {
  return toResult(async () => {
    const { email } = parseForm(schema, form)
    const sent = await headers()
    const actor = visitorOf(sent)
    await limitPasswordResets(actor, { email, client: clientOf(sent) })
    const origin = await originForLinks()
    after(() => sendResetLink(actor, email, origin))
    return { email }
  })
}

async function sendResetLink(actor: AnonymousActor, email: string, origin: string): Promise<void> {
  try {
    const reset = await issuePasswordReset(actor, email)
    if (!reset) return
    await sendMail({
      to: email,
      subject: 'Reset your Maquette password',
      text: 'Open this link to choose a new password. It works once and for one hour. If you did not ask for it, nothing has changed and you can ignore this message.',
      link: `${origin}/reset-password/${reset.token}`,
    })
  } catch (error) {
    reportError(error, { where: 'password reset' })
  }
}
