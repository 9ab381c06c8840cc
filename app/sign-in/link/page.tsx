import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { invitationIn } from '@/app/_server/invitation-claim'
import { mailGoesToTerminal } from '@/app/_server/links'
import { safeNextPath, signInPath } from '@/app/_server/next-path'
import { anonymous } from '@/lib/data/actor'
import { mayOpenAccount } from '@/lib/data/instance/sign-up'
import { sendMagicLinkAction } from '../actions'
import { MagicLinkForm } from './magic-link-form'

export const metadata: Metadata = { title: 'Sign in with a link' }

export default async function MagicLinkPage({ searchParams }: PageProps<'/sign-in/link'>) {
  const { next } = await searchParams
  const path = safeNextPath(typeof next === 'string' ? next : undefined)
  const { may } = await mayOpenAccount(anonymous, { isEmailProven: true, invitation: invitationIn(path) })
  const inTerminal = mailGoesToTerminal()
  return (
    <Entrance
      title="Sign in with a link"
      lead={
        inTerminal
          ? 'This installation sends no mail. The link is printed in the terminal where Maquette runs.'
          : `No password needed. The link works once, for 10 minutes.${may ? ' A new address gets a new account.' : ''}`
      }
      footer={
        <Link href={signInPath(path)} className={TEXT_LINK}>
          Back to sign in
        </Link>
      }
    >
      <MagicLinkForm
        action={sendMagicLinkAction}
        next={path}
        sent={inTerminal ? 'The link now stands in the terminal where Maquette runs. It works once, for 10 minutes.' : 'A link is on its way. Check your mail.'}
      />
    </Entrance>
  )
}
