'use client'
import { type FormAction, TextField } from '@/app/_components/form'
import { FormDialog } from '@/app/_components/form-dialog'
import { EXCEPTION_REASON_LENGTH_MAX, type Limits } from '@/lib/domain/budget'
import type { BudgetSubjectProps } from './budget-row'

export type GrantDialogProps = BudgetSubjectProps & { limits: Limits; grant: FormAction<null>; onOpenChange: (open: boolean) => void }

/** Adds to a budget for this month alone. */
export function GrantDialog({ teamId, kind, subjectId, name, limits, grant, onOpenChange }: GrantDialogProps) {
  return (
    <FormDialog
      onOpenChange={onOpenChange}
      title={`Grant more to ${name}`}
      description="For this month alone: the budget itself stays. It is written down with your name and the reason."
      action={grant}
      submitLabel="Grant"
      done={`More is granted to ${name} for this month.`}
    >
      {(errors) => (
        <>
          <input type="hidden" name="teamId" value={teamId} />
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="subjectId" value={subjectId} />
          {limits.images === null ? null : <TextField name="images" label="More images" inputMode="numeric" autoComplete="off" error={errors.images} />}
          {limits.moneyMicroUsd === null ? null : (
            <TextField
              name="money"
              label="More dollars"
              inputMode="decimal"
              autoComplete="off"
              error={errors.money ?? (limits.images === null ? errors.images : undefined)}
            />
          )}
          <TextField name="reason" label="Why" autoComplete="off" maxLength={EXCEPTION_REASON_LENGTH_MAX} required error={errors.reason} />
        </>
      )}
    </FormDialog>
  )
}
