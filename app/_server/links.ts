import 'server-only'
import { headers } from 'next/headers'
import { AppError } from '@/lib/domain/errors'
import { env } from '@/lib/platform/env'

/**
 * The origin for a link that leaves the browser. AUTH_URL where it is set. The Host header is whatever the asker wrote, so
 * it may make a link for the terminal, where only the person who runs the installation reads it, but never one for a mail.
 * @throws AppError `unavailable` when mail is configured and AUTH_URL is not.
 */
export async function originForLinks(): Promise<string> {
  const { AUTH_URL, SMTP_URL } = env()
  if (AUTH_URL) return new URL(AUTH_URL).origin
  if (SMTP_URL) throw new AppError('unavailable', 'Mail needs AUTH_URL, the address that people use. Set it and restart.')
  return `http://${(await headers()).get('host') ?? '127.0.0.1:3000'}`
}

/**
 * The origin of this installation as its pages show it, for examples to copy: AUTH_URL where it is set, else what the asker
 * called it by.
 */
export async function siteOrigin(): Promise<string> {
  const { AUTH_URL } = env()
  if (AUTH_URL) return new URL(AUTH_URL).origin
  const host = (await headers()).get('host') ?? '127.0.0.1:3000'
  return /^[a-z0-9.:[\]-]+$/i.test(host) ? `http://${host}` : 'http://127.0.0.1:3000'
}

/** Whether mail goes to the terminal, because no mail server is configured. */
export const mailGoesToTerminal = (): boolean => !env().SMTP_URL
