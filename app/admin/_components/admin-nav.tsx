'use client'
import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '@/components/ui/cx'

const TABS = [
  { href: '/admin', label: 'Overview' },
  { href: '/admin/teams', label: 'Teams' },
  { href: '/admin/users', label: 'Users' },
  { href: '/admin/engines', label: 'Engines' },
  { href: '/admin/announcements', label: 'Announcements' },
  { href: '/admin/gallery', label: 'Gallery' },
  { href: '/admin/audit', label: 'Audit log' },
] as const

/** The ways between the pages of the administration. On phones they scroll sideways. */
export function AdminNav() {
  const path = usePathname()
  const isOpen = (href: string): boolean => (href === '/admin' ? path === href : path === href || path.startsWith(`${href}/`))
  return (
    <nav aria-label="Administration" className="mb-6 flex gap-5 overflow-x-auto border-line border-b phone:-mx-4 phone:px-4">
      {TABS.map(({ href, label }) => (
        <Link
          key={href}
          href={href as Route}
          aria-current={isOpen(href) ? 'page' : undefined}
          className={cx(
            '-mb-px flex h-9 shrink-0 items-center border-b-2 font-medium text-md transition-colors focus-visible:-outline-offset-2 phone:h-11',
            isOpen(href) ? 'border-text text-text' : 'border-transparent text-text-2 hover:text-text',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
