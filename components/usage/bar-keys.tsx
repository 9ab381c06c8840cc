'use client'
import type { KeyboardEvent, ReactNode } from 'react'

const STEP: Partial<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }

/** The bars of a chart as one stop of the Tab key; the arrow keys go through them. Without script the table below has every link. */
export function BarKeys({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  function move(event: KeyboardEvent<HTMLOListElement>): void {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bar]')]
    const now = links.findIndex((link) => link.contains(document.activeElement))
    const step = STEP[event.key]
    const next = event.key === 'Home' ? links[0] : event.key === 'End' ? links.at(-1) : step && now >= 0 ? links[now + step] : undefined
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <ol aria-label={label} onKeyDown={move} className={className}>
      {children}
    </ol>
  )
}
