import { system } from '@/lib/data/actor'
import { giveBack, listMailRecipients, type MailedLine, takeMail } from '@/lib/data/inbox/mail'
import { inboxLine } from '@/lib/domain/inbox-words'
import { env } from '@/lib/platform/env'
import { reportError } from '@/lib/platform/log'
import { type Mail, sendMail } from '@/lib/platform/mail'
import { inngest } from '../client'

const BATCH_MAX = 50

/** One message with everything that waits: a single line becomes the subject, more are counted. */
export function inboxMail(to: string, lines: readonly MailedLine[], origin: string): Mail {
  const [first] = lines
  const subject = first && lines.length === 1 ? inboxLine(first) : `${lines.length} new lines in your Maquette inbox`
  const text = lines.map((line) =>
    [inboxLine(line) + (line.teamName ? ` (${line.teamName})` : ''), line.data.text, `${origin}${line.href}`].filter(Boolean).join('\n'),
  )
  return { to, subject, text: `${text.join('\n\n')}\n\nYou choose what comes by mail in your account. Your inbox:`, link: `${origin}/inbox` }
}

/**
 * Mails what people asked to get by mail. An installation without a mail server or without a public address of its own
 * mails nothing: the inbox shows it all the same.
 */
export async function mailInboxOnce(): Promise<{ mailed: number }> {
  const { SMTP_URL, AUTH_URL } = env()
  if (!SMTP_URL || !AUTH_URL) return { mailed: 0 }
  const origin = new URL(AUTH_URL).origin
  let mailed = 0
  for (const userId of await listMailRecipients(system, BATCH_MAX)) {
    const { to, lines } = await takeMail(system, userId)
    if (lines.length === 0) continue
    try {
      await sendMail(inboxMail(to, lines, origin))
      mailed += 1
    } catch (error) {
      await giveBack(
        system,
        lines.map(({ id }) => id),
      )
      reportError(error, { where: 'inbox mail' })
    }
  }
  return { mailed }
}

export const mailInbox = inngest.createFunction({ id: 'mail-inbox', triggers: [{ cron: '* * * * *' }], retries: 0 }, ({ step }) =>
  step.run('mail', () => mailInboxOnce()),
)
