'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export type QuotasFormProps = { teamId: string; initial: { images: string; dollars: string; gigabytes: string; open: string }; action: FormAction<null> }

/** Four limits; empty is none. */
export function QuotasForm({ teamId, initial, action }: QuotasFormProps) {
  return (
    <ActionForm action={action} submitLabel="Save quotas" success="Saved. They count from now on.">
      {(errors) => (
        <>
          <input type="hidden" name="id" value={teamId} />
          <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
            <TextField name="images" label="Images a month" inputMode="numeric" placeholder="No limit" initial={initial.images} error={errors.images} />
            <TextField name="dollars" label="Dollars a month" inputMode="decimal" placeholder="No limit" initial={initial.dollars} error={errors.dollars} />
            <TextField name="gigabytes" label="Storage in GB" inputMode="decimal" placeholder="No limit" initial={initial.gigabytes} error={errors.gigabytes} />
            <TextField name="open" label="Queued and running" inputMode="numeric" placeholder="No limit" initial={initial.open} error={errors.open} />
          </div>
        </>
      )}
    </ActionForm>
  )
}
