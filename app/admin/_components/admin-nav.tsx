'use client'
import type { Route } from 'next'
import { usePathname } from 'next/navigation'
import { SectionNav } from '@/app/_components/section-nav'

const TABS = [
  { href: '/admin' as Route, label: 'Overview' },
  { href: '/admin/teams' as Route, label: 'Teams' },
  { href: '/admin/users' as Route, label: 'Users' },
  { href: '/admin/engines' as Route, label: 'Engines' },
  { href: '/admin/announcements' as Route, label: 'Announcements' },
  { href: '/admin/gallery' as Route, label: 'Gallery' },
  { href: '/admin/audit' as Route, label: 'Audit log' },
] as const

/** The ways between the pages of the administration. */
export function AdminNav() {
  const path = usePathname()
  const isOpen = (href: string): boolean => (href === '/admin' ? path === href : path === href || path.startsWith(`${href}/`))
  return <SectionNav label="Administration" links={TABS.map((tab) => ({ ...tab, isCurrent: isOpen(tab.href) }))} />
}
