import type { ReactNode } from 'react'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { requireAdmin } from '@/app/_server/require-admin'
import { AdminNav } from './_components/admin-nav'

/** The frame of what instance admins do. Each page asks who is there once more, since a layout stays while pages change. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin()
  return (
    <AppShell>
      <PageHead title="Administration" />
      <AdminNav />
      {children}
    </AppShell>
  )
}
