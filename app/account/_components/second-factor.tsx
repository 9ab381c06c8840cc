'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionForm, type FormAction, type FormState, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Pill } from '@/components/ui/pill'
import { ProofField, type ProofNeeded } from './proof-field'
import { RecoveryCodes } from './recovery-codes'

type Setup = { secret: string; qrSvg: string }
export type SecondFactorProps = {
  isOn: boolean
  recoveryCodesLeft: number
  isVerified: boolean
  needed: ProofNeeded
  begin: FormAction<Setup>
  confirm: FormAction<string[]>
  regenerate: FormAction<string[]>
  disable: FormAction
}

type Open = { kind: 'closed' } | { kind: 'begin' | 'regenerate' | 'disable' } | { kind: 'confirm'; setup: Setup } | { kind: 'codes'; codes: string[] }

const TITLE = {
  begin: 'Turn on the second step',
  confirm: 'Scan with your app',
  codes: 'Keep these recovery codes',
  regenerate: 'Make new recovery codes?',
  disable: 'Turn off the second step?',
} as const

/** The second step at sign-in: on, off, and the codes for the day the phone is gone. */
export function SecondFactor({ isOn, recoveryCodesLeft, isVerified, needed, begin, confirm, regenerate, disable }: SecondFactorProps) {
  const [open, setOpen] = useState<Open>({ kind: 'closed' })
  const router = useRouter()
  const close = () => {
    setOpen({ kind: 'closed' })
    router.refresh()
  }
  const cancel = <Button onClick={close}>Cancel</Button>
  return (
    <div className="flex flex-col items-start gap-4">
      <Pill dot={isOn ? 'good' : 'neutral'}>{isOn ? 'On' : 'Off'}</Pill>
      {isOn ? (
        <>
          <p className="text-md text-text-2">{recoveryCodesLeft === 1 ? 'One recovery code is left.' : `${recoveryCodesLeft} recovery codes are left.`}</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setOpen({ kind: 'regenerate' })}>New recovery codes</Button>
            <Button onClick={() => setOpen({ kind: 'disable' })}>Turn off</Button>
          </div>
        </>
      ) : (
        <>
          {isVerified ? null : <p className="text-md text-text-2">Verify your email first.</p>}
          <Button disabled={!isVerified} onClick={() => setOpen({ kind: 'begin' })}>
            Turn on
          </Button>
        </>
      )}
      {open.kind === 'closed' ? null : (
        <Dialog open isShownOnce={open.kind === 'codes'} onOpenChange={(next) => !next && close()} title={TITLE[open.kind]}>
          {open.kind === 'begin' ? (
            <ActionForm action={then(begin, (setup) => setOpen({ kind: 'confirm', setup }))} submitLabel="Continue" inDialog aside={cancel}>
              {(errors) => (
                <>
                  <p className="text-text-2">You need an authenticator app on your phone. Signing in then asks for its six digits as well.</p>
                  <ProofField needed={needed} error={errors.proof} />
                </>
              )}
            </ActionForm>
          ) : null}
          {open.kind === 'confirm' ? (
            <ActionForm action={then(confirm, (codes) => setOpen({ kind: 'codes', codes }))} submitLabel="Turn on" inDialog aside={cancel}>
              {(errors) => (
                <>
                  <SetupCode setup={open.setup} />
                  {/* The dialog is open already when this step comes, so it does not move the focus by itself. */}
                  <TextField
                    name="code"
                    label="Six digits from the app"
                    inputMode="numeric"
                    autoComplete="one-time-code"
                    autoFocus
                    required
                    error={errors.code}
                  />
                </>
              )}
            </ActionForm>
          ) : null}
          {open.kind === 'codes' ? <RecoveryCodes codes={open.codes} onDone={close} /> : null}
          {open.kind === 'regenerate' ? (
            <ActionForm action={then(regenerate, (codes) => setOpen({ kind: 'codes', codes }))} submitLabel="Make new codes" inDialog aside={cancel}>
              {(errors) => (
                <>
                  <p className="text-text-2">The old ones stop working.</p>
                  <ProofField needed={needed} always error={errors.proof} />
                </>
              )}
            </ActionForm>
          ) : null}
          {open.kind === 'disable' ? (
            <ActionForm action={then(disable, close)} submitLabel="Turn off" variant="danger" inDialog aside={cancel}>
              {(errors) => (
                <>
                  <p className="text-text-2">Signing in asks for no code any more. Your recovery codes are removed.</p>
                  <ProofField needed={needed} always error={errors.proof} />
                </>
              )}
            </ActionForm>
          ) : null}
        </Dialog>
      )}
    </div>
  )
}

/** Goes on with what an action answered. */
const then =
  <T,>(action: FormAction<T>, next: (value: T) => void): FormAction<T> =>
  async (previous: FormState<T>, form: FormData) => {
    const result = await action(previous, form)
    if (result?.ok) next(result.value)
    return result
  }

function SetupCode({ setup }: { setup: Setup }) {
  return (
    <div className="flex flex-col items-center gap-3 pt-4">
      <img src={`data:image/svg+xml;base64,${btoa(setup.qrSvg)}`} alt="QR code for your authenticator app" width={192} height={192} className="rounded-md" />
      <p className="text-sm text-text-2">Or type this key:</p>
      <code className="select-all break-all text-center font-mono text-sm">{setup.secret.match(/.{4}/g)?.join(' ')}</code>
    </div>
  )
}
