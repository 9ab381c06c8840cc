'use client'
import type { Route } from 'next'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { cx } from '@/components/ui/cx'

export type SectionNavProps = {
  /** Its accessible name. */
  label: string
  links: readonly { href: Route; label: string; isCurrent: boolean }[]
}

/** The ways between pages that belong together, in one row. On phones it scrolls sideways, and begins with the present page in sight. */
export function SectionNav({ label, links }: SectionNavProps) {
  const row = useRef<HTMLElement>(null)
  const current = links.find(({ isCurrent }) => isCurrent)?.href
  useEffect(() => {
    // How far a row is scrolled is the browser's to keep, outside React. Only the row moves, never the page.
    const link = current ? row.current?.querySelector<HTMLElement>('[aria-current="page"]') : null
    if (row.current && link) row.current.scrollLeft = link.offsetLeft - (row.current.clientWidth - link.offsetWidth) / 2
  }, [current])
  return (
    <nav
      ref={row}
      aria-label={label}
      className="relative mb-6 flex gap-5 overflow-x-auto overflow-y-hidden shadow-[inset_0_-1px_0_var(--line)] phone:-mx-4 phone:px-4"
    >
      {links.map(({ href, label: words, isCurrent }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent ? 'page' : undefined}
          className={cx(
            'flex h-9 shrink-0 items-center whitespace-nowrap border-b-2 font-medium text-md transition-colors focus-visible:-outline-offset-2 phone:h-11',
            isCurrent ? 'border-text text-text' : 'border-transparent text-text-2 hover:text-text',
          )}
        >
          {words}
        </Link>
      ))}
    </nav>
  )
}
