'use client'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { RETENTION_DAYS_MIN, retentionWords } from '@/lib/domain/audit-retention'
import { ActionForm, type FormAction, TextField } from './form'

const USUAL = [90, 180, 365, 730]

export type AuditRetentionFormProps = {
  action: FormAction
  /** Left out for the installation itself. */
  teamId?: string
  /** `installation`, `for_ever` or a number of days as text. */
  value: string
  /** What the installation says, for a team that follows it. */
  installationDays?: number | null
}

/** How long rows of the log are kept. */
export function AuditRetentionForm({ action, teamId, value, installationDays = null }: AuditRetentionFormProps) {
  const isUnusual = /^\d+$/.test(value) && !USUAL.includes(Number(value))
  const [kept, setKept] = useState(isUnusual ? 'days' : value)
  const options = [
    ...(teamId === undefined ? [] : [{ value: 'installation', label: `As the installation says (${retentionWords(installationDays)})` }]),
    { value: 'for_ever', label: 'For ever' },
    ...USUAL.map((days) => ({ value: String(days), label: sentence(retentionWords(days)) })),
    { value: 'days', label: 'Another number of days' },
  ]
  return (
    <ActionForm action={action} submitLabel="Save" variant="secondary" success="Saved. What is older goes in the coming night.">
      {(errors) => (
        <>
          {teamId === undefined ? null : <input type="hidden" name="teamId" value={teamId} />}
          <input type="hidden" name="kept" value={kept} />
          <Field label="Rows are kept" error={kept === 'days' ? undefined : errors.days}>
            <Select value={kept} onValueChange={setKept} options={options} />
          </Field>
          {kept === 'days' ? (
            <TextField
              name="days"
              label="Days"
              type="number"
              inputMode="numeric"
              min={RETENTION_DAYS_MIN}
              initial={isUnusual ? value : ''}
              hint={`At least ${RETENTION_DAYS_MIN}.`}
              error={errors.days}
            />
          ) : null}
        </>
      )}
    </ActionForm>
  )
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
