'use client'
import { useState } from 'react'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { ProofField, type ProofNeeded } from './proof-field'

export type EmailFormProps = {
  email: string
  isVerified: boolean
  needed: ProofNeeded
  /** Mail goes to the terminal of the installation. */
  inTerminal: boolean
  sendVerification: FormAction
  change: FormAction
}

/** The address: whether it is verified, a link to verify it, and the way to another one. */
export function EmailForm({ email, isVerified, needed, inTerminal, sendVerification, change }: EmailFormProps) {
  const [changing, setChanging] = useState(false)
  const sent = inTerminal ? 'The link now stands in the terminal where Maquette runs.' : 'A link is on its way. Check your mail.'
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2 text-lg">
        <span className="min-w-0 break-all">{email}</span>
        <Pill dot={isVerified ? 'good' : 'warn'}>{isVerified ? 'Verified' : 'Not verified'}</Pill>
      </p>
      {isVerified ? null : (
        <ActionForm action={sendVerification} submitLabel="Send a link to verify it" variant="secondary" success={sent}>
          {() => <p className="text-md text-text-2">Until then you cannot link accounts or turn on the second step.</p>}
        </ActionForm>
      )}
      {changing ? (
        <ActionForm
          action={change}
          submitLabel="Send link"
          variant="secondary"
          success={`${sent} Your address changes when it is opened.`}
          aside={<Button onClick={() => setChanging(false)}>Cancel</Button>}
        >
          {(errors) => (
            <>
              <TextField name="email" label="New email" type="email" autoComplete="email" required error={errors.email} />
              <ProofField needed={needed} error={errors.proof} />
            </>
          )}
        </ActionForm>
      ) : (
        <div>
          <Button onClick={() => setChanging(true)}>Change email</Button>
        </div>
      )}
    </div>
  )
}
