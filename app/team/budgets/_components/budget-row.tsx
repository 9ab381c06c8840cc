'use client'
import { type ReactNode, useState, useTransition } from 'react'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { type Amounts, type BudgetKind, isLimited, type Limits, limitWords } from '@/lib/domain/budget'
import type { Result } from '@/lib/domain/errors'
import { GrantDialog } from './grant-dialog'

export type BudgetActions = {
  set: FormAction<null>
  clear: (teamId: string, kind: BudgetKind, subjectId: string) => Promise<Result<void>>
  grant: FormAction<null>
}

export type BudgetSubjectProps = {
  teamId: string
  kind: BudgetKind
  subjectId: string
  /** As in "the budget of …". */
  name: string
}

export type BudgetRowProps = BudgetSubjectProps & {
  title: ReactNode
  /** As it was set; null where nothing was. */
  own: Limits | null
  /** What counts now. */
  limits: Limits
  extra: Amounts
  /** The bars; null where nothing is counted. */
  meters: ReactNode
  /** What stands in the place of a budget of its own: "As every member". */
  fallback?: string
  actions: BudgetActions
}

/** One budget: what is used of it, and in place the form that changes it. */
export function BudgetRow({ title, own, limits, extra, meters, fallback, actions, ...subject }: BudgetRowProps) {
  const [editing, setEditing] = useState(false)
  const [granting, setGranting] = useState(false)
  const { kind, name } = subject
  const extraWords = extra.images > 0 || extra.moneyMicroUsd > 0 ? limitWords(shown(extra)) : null
  return (
    <li className="flex flex-col gap-3 border-line border-t px-4 py-3.5 first:border-t-0">
      <div className="flex items-start gap-6 phone:flex-col phone:gap-3">
        <div className="w-60 shrink-0 phone:w-full">
          <p className="truncate font-medium">{title}</p>
          <p className="text-md text-text-2">
            {own === null && fallback ? fallback : monthlyWords(own ?? limits)}
            {extraWords ? `, and ${extraWords} more this month` : ''}
          </p>
        </div>
        <div className="min-w-0 flex-1 phone:w-full">{meters}</div>
        {/* Of one width in every row, so that the bars of all rows are as long. */}
        <div className="flex min-w-44 shrink-0 justify-end gap-2 phone:w-full phone:[&>*]:flex-1 phone:[&>*]:border-line-2">
          {kind !== 'members' && isLimited(limits) ? (
            <Button variant="quiet" onClick={() => setGranting(true)} aria-label={`Grant more: ${name}`}>
              Grant more
            </Button>
          ) : null}
          <Button onClick={() => setEditing(!editing)} aria-expanded={editing} aria-label={`${own ? 'Change' : 'Set'} the budget of ${name}`}>
            {own ? 'Change' : 'Set'}
          </Button>
        </div>
      </div>
      {editing ? <EditForm {...subject} own={own} actions={actions} onDone={() => setEditing(false)} /> : null}
      {granting ? <GrantDialog {...subject} limits={limits} grant={actions.grant} onOpenChange={(open) => setGranting(open)} /> : null}
    </li>
  )
}

function monthlyWords(limits: Limits): string {
  if (!isLimited(limits)) return 'No limit'
  return limits.images === 0 && limits.moneyMicroUsd === 0 ? 'Nothing at all' : `${limitWords(limits)} a month`
}

/** What was granted, without the measures of which nothing was. */
const shown = ({ images, moneyMicroUsd }: Amounts): Limits => ({ images: images || null, moneyMicroUsd: moneyMicroUsd || null })

type EditFormProps = BudgetSubjectProps & { own: Limits | null; actions: BudgetActions; onDone: () => void }

function EditForm({ teamId, kind, subjectId, name, own, actions, onDone }: EditFormProps) {
  const toast = useToast()
  const [clearing, start] = useTransition()
  const submit: FormAction<null> = async (previous, form) => {
    const result = await actions.set(previous, form)
    if (result?.ok) {
      toast({ message: `The budget of ${name} is set.` })
      onDone()
    }
    return result
  }
  const clear = () =>
    start(async () => {
      const result = await actions.clear(teamId, kind, subjectId)
      if (!result.ok) return toast({ message: result.error.message, tone: 'error' })
      toast({ message: `${name} has the budget of every member again.` })
      onDone()
    })
  return (
    <div className="rounded-md border border-line bg-raised p-4">
      <ActionForm
        action={submit}
        submitLabel="Save budget"
        variant="secondary"
        aside={
          <>
            {kind === 'member' && own !== null ? (
              <Button variant="quiet" pending={clearing} onClick={clear}>
                Same as every member
              </Button>
            ) : null}
            <Button variant="quiet" onClick={onDone}>
              Cancel
            </Button>
          </>
        }
      >
        {(errors) => (
          <>
            <input type="hidden" name="teamId" value={teamId} />
            <input type="hidden" name="kind" value={kind} />
            <input type="hidden" name="subjectId" value={subjectId} />
            <div className="grid max-w-120 grid-cols-2 gap-4 phone:grid-cols-1">
              <TextField
                name="images"
                label="Images a month"
                inputMode="numeric"
                autoComplete="off"
                placeholder="No limit"
                hint="Empty is no limit, 0 blocks."
                initial={own?.images === null || own === null ? '' : String(own.images)}
                error={errors.images}
              />
              <TextField
                name="money"
                label="Dollars a month"
                inputMode="decimal"
                autoComplete="off"
                placeholder="No limit"
                hint="Empty is no limit, 0 blocks all that costs."
                initial={own?.moneyMicroUsd === null || own === null ? '' : String(own.moneyMicroUsd / 1e6)}
                error={errors.money}
              />
            </div>
          </>
        )}
      </ActionForm>
    </div>
  )
}
