import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { mailGoesToTerminal } from '@/app/_server/links'
import { sendMagicLinkAction } from '../actions'
import { MagicLinkForm } from './magic-link-form'

export const metadata: Metadata = { title: 'Sign in with a link' }

export default function MagicLinkPage() {
  const inTerminal = mailGoesToTerminal()
  return (
    <Entrance
      title="Sign in with a link"
      lead={
        inTerminal
          ? 'This installation sends no mail. The link is printed in the terminal where Maquette runs.'
          : 'No password needed. The link works once, for 10 minutes. A new address gets a new account.'
      }
      footer={
        <Link href="/sign-in" className={TEXT_LINK}>
          Back to sign in
        </Link>
      }
    >
      <MagicLinkForm
        action={sendMagicLinkAction}
        sent={inTerminal ? 'The link now stands in the terminal where Maquette runs. It works once, for 10 minutes.' : 'A link is on its way. Check your mail.'}
      />
    </Entrance>
  )
}
