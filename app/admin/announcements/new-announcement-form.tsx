'use client'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Segmented } from '@/components/ui/segmented'
import { useToast } from '@/components/ui/toast'
import type { ErrorInfo, Result } from '@/lib/domain/errors'
import { ANNOUNCEMENT_LENGTH_MAX, ANNOUNCEMENT_LEVELS, type AnnouncementLevel, LEVEL_WORDS } from '@/lib/domain/instance/announcement'

type Sent = { text: string; level: AnnouncementLevel; startsAt: string | null; endsAt: string | null }
const EMPTY = { text: '', from: '', until: '' }

/** What a field of local time holds as a moment; nothing where it is empty. */
const momentOf = (local: string): string | null => (local === '' ? null : new Date(local).toISOString())

/** The line, how loud it is, and when. The clock is the reader's own. */
export function NewAnnouncementForm({ create }: { create: (sent: Sent) => Promise<Result<null>> }) {
  const [values, setValues] = useState(EMPTY)
  const [level, setLevel] = useState<AnnouncementLevel>('info')
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [pending, start] = useTransition()
  const toast = useToast()
  const fields = error?.fields ?? {}
  const set = (name: keyof typeof EMPTY) => (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value })

  const announce = () =>
    start(async () => {
      const result = await create({ text: values.text, level, startsAt: momentOf(values.from), endsAt: momentOf(values.until) })
      setError(result.ok ? null : result.error)
      if (!result.ok) return
      setValues(EMPTY)
      toast({ message: values.from ? 'It will be shown from then on.' : 'Everybody sees it now.' })
    })

  return (
    <form
      noValidate
      className="flex max-w-160 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!pending) announce()
      }}
    >
      <Field label="Text" aux={`${values.text.length} of ${ANNOUNCEMENT_LENGTH_MAX}`} error={fields.text}>
        <Input
          value={values.text}
          onChange={set('text')}
          maxLength={ANNOUNCEMENT_LENGTH_MAX}
          autoComplete="off"
          placeholder="Maquette is upgraded on Friday at 18:00 and away for ten minutes."
        />
      </Field>
      <div className="grid grid-cols-3 gap-4 phone:grid-cols-1">
        <div className="flex flex-col gap-2">
          <span className="font-medium text-sm text-text-2">Kind</span>
          <Segmented label="Kind" value={level} onValueChange={setLevel} options={ANNOUNCEMENT_LEVELS.map((value) => ({ value, label: LEVEL_WORDS[value] }))} />
        </div>
        <Field label="From" hint="Empty is now." error={fields.startsAt}>
          <Input type="datetime-local" value={values.from} onChange={set('from')} />
        </Field>
        <Field label="Until" hint="Empty is until you end it." error={fields.endsAt}>
          <Input type="datetime-local" value={values.until} onChange={set('until')} />
        </Field>
      </div>
      {error && Object.keys(fields).length === 0 ? <Notice tone="bad">{error.message}</Notice> : null}
      <Button type="submit" variant="primary" pending={pending} className="self-start phone:self-stretch">
        Announce
      </Button>
    </form>
  )
}
