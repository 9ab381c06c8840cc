'use client'
import { startTransition } from 'react'
import { TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { signInAgainAction } from '../actions'

/** How somebody can prove who they are (see lib/data/users/proof.ts). */
export type ProofNeeded = { by: 'password' | 'code' | 'password_or_code' | 'sign_in'; isFresh: boolean }

const LABEL = { password: 'Your password', code: 'Code from your app', password_or_code: 'Your password, or a code from your app' } as const

export type ProofFieldProps = {
  needed: ProofNeeded
  /** Ask even right after signing in. */
  always?: boolean
  error?: string
}

/** The field that asks who it is, where it is needed. It also comes when the server asks for it after all. */
export function ProofField({ needed, always = false, error }: ProofFieldProps) {
  if (needed.by === 'sign_in') return needed.isFresh ? null : <SignInAgain />
  if (needed.isFresh && !always && !error) return null
  return (
    <TextField
      name="proof"
      label={LABEL[needed.by]}
      type={needed.by === 'code' ? 'text' : 'password'}
      autoComplete={needed.by === 'code' ? 'one-time-code' : 'current-password'}
      required
      error={error}
    />
  )
}

function SignInAgain() {
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-md text-text-2">You signed in a while ago. Sign in again to do this.</p>
      <Button onClick={() => startTransition(signInAgainAction)}>Sign in again</Button>
    </div>
  )
}
