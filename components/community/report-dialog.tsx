'use client'
import { Flag } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Select } from '@/components/ui/select'
import { useToast } from '@/components/ui/toast'
import { REPORT_NOTE_LENGTH_MAX, REPORT_REASONS, REPORT_WORDS, type ReportReason } from '@/lib/domain/community/publication'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { VisitorActions } from './actions'

/** Tells the people who run the installation what is wrong with an image. */
export function ReportDialog({ publicationId, report }: { publicationId: string; report: VisitorActions['report'] }) {
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState<ReportReason>('not_mine_to_show')
  const [note, setNote] = useState('')
  const [pending, setPending] = useState(false)

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    setPending(true)
    const result = await report(publicationId, { reason, note }).catch(() => null)
    setPending(false)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    setOpen(false)
    toast({ message: 'Reported. The people who run this installation will look at it.' })
  }

  return (
    <>
      <Button variant="quiet" icon={<Icon icon={Flag} />} onClick={() => setOpen(true)}>
        Report
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Report this image?"
        description="The people who run this installation see your name and what you write. The author does not."
        footer={
          <>
            <Button variant="quiet" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button type="submit" form="report-form" variant="primary" pending={pending}>
              Report
            </Button>
          </>
        }
      >
        <form id="report-form" onSubmit={(event) => void send(event)} className="mt-4 flex flex-col gap-4">
          <Field label="What is wrong">
            <Select value={reason} onValueChange={setReason} options={REPORT_REASONS.map((value) => ({ value, label: REPORT_WORDS[value] }))} />
          </Field>
          <Field label="More about it" aux="Optional">
            <Input value={note} maxLength={REPORT_NOTE_LENGTH_MAX} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </form>
      </Dialog>
    </>
  )
}
