import { createTransport } from 'nodemailer'
import { AppError } from '@/lib/domain/errors'
import { env } from './env'
import { log } from './log'

export type Mail = {
  to: string
  subject: string
  /** Plain text, without the link. */
  text: string
  /** The address that the message is about. */
  link: string
}
/** Where the message went: to a mail server, or to the terminal of an installation that has none. */
export type MailDelivery = { delivered: 'smtp' | 'terminal' }

const TIMEOUT_MS = 15_000

/** Line breaks in an address or subject would add headers. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim()

/**
 * Sends a message by SMTP_URL. Without one the link is printed to the terminal, where whoever runs the installation finds
 * it; the page that asked says so.
 * @throws AppError `unavailable` when the mail server does not take it.
 */
export async function sendMail(mail: Mail): Promise<MailDelivery> {
  const { SMTP_URL, MAIL_FROM } = env()
  if (!SMTP_URL) {
    process.stdout.write(`\n  Mail for ${oneLine(mail.to)}: ${oneLine(mail.subject)}\n  ${oneLine(mail.link)}\n\n`)
    return { delivered: 'terminal' }
  }
  const transport = createTransport({ url: SMTP_URL, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS })
  try {
    await transport.sendMail({ from: MAIL_FROM, to: oneLine(mail.to), subject: oneLine(mail.subject), text: `${mail.text}\n\n${mail.link}\n` })
    return { delivered: 'smtp' }
  } catch (cause) {
    log.warn('The mail server did not take a message', { error: cause })
    throw new AppError('unavailable', 'The mail could not be sent. Try again in a few minutes.', { cause, retryAfterMs: 120_000 })
  } finally {
    transport.close()
  }
}
