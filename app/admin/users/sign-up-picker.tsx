'use client'
import { useOptimistic, useTransition } from 'react'
import { Segmented } from '@/components/ui/segmented'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import { SIGN_UP_POLICIES, SIGN_UP_WORDS, type SignUpPolicy } from '@/lib/domain/instance/sign-up'

/** Who may open an account here, kept at once. */
export function SignUpPicker({ value, save }: { value: SignUpPolicy; save: (policy: SignUpPolicy) => Promise<Result<null>> }) {
  const [shown, show] = useOptimistic(value)
  const [pending, start] = useTransition()
  const toast = useToast()
  const choose = (policy: SignUpPolicy) =>
    start(async () => {
      show(policy)
      const result = await save(policy)
      toast(result.ok ? { message: `Kept: ${SIGN_UP_WORDS[policy].label.toLowerCase()}.` } : { message: result.error.message, tone: 'error' })
    })
  return (
    <div className="max-w-120">
      <Segmented
        label="Who may open an account"
        value={shown}
        disabled={pending}
        options={SIGN_UP_POLICIES.map((policy) => ({ value: policy, label: SIGN_UP_WORDS[policy].label }))}
        onValueChange={choose}
      />
      <p className="mt-2 text-md text-text-2">{SIGN_UP_WORDS[shown].note}</p>
    </div>
  )
}
