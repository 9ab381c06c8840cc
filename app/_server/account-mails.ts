import 'server-only'
import { after } from 'next/server'
import type { Actor } from '@/lib/data/actor'
import { issueMagicLink } from '@/lib/data/users/magic-links'
import { AppError } from '@/lib/domain/errors'
import { reportError } from '@/lib/platform/log'
import { type Mail, sendMail } from '@/lib/platform/mail'

/** Sends after the answer, so that nobody waits for a mail server and its time tells nothing. */
export function mailLater(make: () => Promise<Mail | undefined>): void {
  after(async () => {
    try {
      const mail = await make()
      if (mail) await sendMail(mail)
    } catch (error) {
      reportError(error, { where: 'account mail' })
    }
  })
}

export function mailMagicLink(actor: Actor, email: string, origin: string, invitation: string | undefined): void {
  mailLater(async () => {
    const issued = await issueMagicLink(actor, email, invitation).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'forbidden') return error
      throw error
    })
    if (issued instanceof AppError) {
      const text = `Somebody, perhaps you, asked for a link to sign in here. There is no account for this address. ${issued.userMessage}`
      return { to: email, subject: 'There is no Maquette account for this address', text, link: `${origin}/sign-in` }
    }
    const { token, isNew } = issued
    return {
      to: email,
      subject: isNew ? 'Your link to open a Maquette account' : 'Your link to sign in to Maquette',
      text: `${isNew ? 'There is no account for this address yet. Open this link to make one.' : 'Open this link to sign in.'} It works once and for 10 minutes. If you did not ask for it, ignore this message.`,
      link: `${origin}/sign-in/link/${token}`,
    }
  })
}

export function mailVerification(email: string, origin: string, token: string): void {
  mailLater(async () => ({
    to: email,
    subject: 'Verify your address for Maquette',
    text: 'Open this link in the browser where you are signed in. It works once and for a day. If you have no Maquette account, ignore this message.',
    link: `${origin}/verify-email/${token}`,
  }))
}

/** Without a token the new address has an account already, which is told to it alone. */
export function mailEmailChange(email: string, origin: string, token: string | undefined): void {
  mailLater(async () =>
    token
      ? {
          to: email,
          subject: 'Verify your new address for Maquette',
          text: 'Open this link in the browser where you are signed in, and this becomes the address of your account. It works once and for a day.',
          link: `${origin}/verify-email/${token}`,
        }
      : {
          to: email,
          subject: 'This address has a Maquette account already',
          text: 'Somebody, perhaps you, wanted to move another account to this address. Nothing has changed. Sign in with this address here.',
          link: `${origin}/sign-in`,
        },
  )
}

export function mailAddressChanged(previous: string, email: string, origin: string): void {
  mailLater(async () => ({
    to: previous,
    subject: 'The address of your Maquette account has changed',
    text: `Your account now belongs to ${email}. If that was not you, somebody has had your session: tell whoever runs this installation.`,
    link: `${origin}/sign-in`,
  }))
}
