import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { TimeAgo } from '@/components/ui/time-ago'

/** Figures with their names below, in as many columns as fit. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-6 gap-y-5">{children}</dl>
}

export function Figure({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-md text-text-2">{label}</dt>
      <dd className="font-semibold text-xl tabular-nums">{children}</dd>
      {note ? <dd className="text-sm text-text-3">{note}</dd> : null}
    </div>
  )
}

/** Since when somebody or a team is held, and why. */
export function SuspensionNotice({ since, reason, now }: { since: Date; reason: string; now: Date }) {
  return (
    <Notice tone="bad" className="mb-6">
      <p>
        Suspended <TimeAgo time={since} now={now} />: {reason}
      </p>
    </Notice>
  )
}

/** A part of a page with its title. */
export function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 font-semibold text-xl">{title}</h2>
      {note ? <p className="mb-3 max-w-[70ch] text-md text-text-2">{note}</p> : null}
      <div className={note ? undefined : 'mt-3'}>{children}</div>
    </section>
  )
}
