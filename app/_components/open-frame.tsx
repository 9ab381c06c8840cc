import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { LinkButton } from '@/components/ui/link-button'
import { Mark } from '@/components/ui/mark'
import { currentActor } from '../_server/actor'
import { signInPath } from '../_server/next-path'
import { AppShell } from './app-shell'

const WAYS = [
  { id: 'gallery', href: '/gallery' as Route, label: 'Gallery' },
  { id: 'guide', href: '/guide' as Route, label: 'Guide' },
  { id: 'developers', href: '/developers' as Route, label: 'Developers' },
] as const

export type OpenFrameProps = {
  current: 'gallery' | 'guide' | 'developers'
  /** The path of this page, where signing in leads back to. */
  path: string
  children: ReactNode
}

/** The frame of pages that need no account: that of the product for people who are signed in, a plain bar for visitors. */
export async function OpenFrame({ current, path, children }: OpenFrameProps) {
  if ((await currentActor()).kind === 'user') return <AppShell current={current === 'developers' ? undefined : 'gallery'}>{children}</AppShell>
  return (
    <div className="mx-auto max-w-360 px-8 phone:px-4">
      <header className="flex h-16 items-center gap-6 phone:gap-3">
        <Link href="/" className="inline-flex items-center gap-2 rounded-sm py-2 font-semibold tracking-tight">
          <Mark />
          {/* Beside three ways and Sign in there is no place for the word on a phone. */}
          <span className="phone:sr-only">Maquette</span>
        </Link>
        <nav aria-label="Community" className="flex gap-1">
          {WAYS.map(({ id, href, label }) => (
            <LinkButton key={id} href={href} variant="quiet" aria-current={id === current ? 'page' : undefined}>
              {label}
            </LinkButton>
          ))}
        </nav>
        <LinkButton href={signInPath(path)} className="ml-auto">
          Sign in
        </LinkButton>
      </header>
      <main className="pt-4 pb-16">{children}</main>
    </div>
  )
}
