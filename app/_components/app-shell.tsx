import { History, Layers } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { setThemeAction, signOutAction } from '@/app/_server/session-actions'
import { readTheme } from '@/app/_server/theme'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Mark } from '@/components/ui/mark'
import { countHistory } from '@/lib/data/generations/queries'
import { countScenes } from '@/lib/data/scenes/queries'
import { readSelf } from '@/lib/data/users/queries'
import { countWords } from '@/lib/domain/count-words'
import { AccountMenu } from './account-menu'

const ROOMS = [
  { id: 'scenes', href: '/scenes' as Route, label: 'Scenes', icon: Layers },
  { id: 'history', href: '/history' as Route, label: 'History', icon: History },
] as const

export type AppShellProps = {
  /** The room that is open, marked in the navigation. */
  current?: (typeof ROOMS)[number]['id']
  /** What stands in <main>. Begin with a PageHead. */
  children: ReactNode
}

/**
 * The frame of every signed-in page outside the editor: a column with the team, its rooms and the account; on phones a bar
 * instead. A visitor is sent to sign in.
 */
export async function AppShell({ current, children }: AppShellProps) {
  const actor = await requireUser()
  const [self, team, theme] = await Promise.all([readSelf(actor), currentTeam(actor), readTheme()])
  const [scenes, history] = await Promise.all([countScenes(actor, team.id), countHistory(actor, team.id)])
  const counts = { scenes, history }
  const account = { name: self.name, email: self.email, theme, setTheme: setThemeAction, signOut: signOutAction }
  return (
    <div className="grid min-h-full grid-cols-[216px_minmax(0,1fr)] phone:block">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-invert px-3 py-2 font-medium text-md text-on-invert focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 flex h-dvh flex-col border-line border-r bg-panel p-3 phone:hidden">
        <Link href={'/scenes' as Route} className="mb-3 flex h-9 items-center gap-2 rounded-sm px-2 font-medium text-md transition-colors hover:bg-raised">
          <span aria-hidden="true" className="grid size-5 shrink-0 place-items-center rounded-[5px] bg-invert font-semibold text-on-invert text-xs">
            {team.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="truncate">{team.name}</span>
        </Link>
        <nav aria-label="Rooms" className="flex flex-col gap-0.5">
          {ROOMS.map((room) => (
            <RoomLink key={room.id} room={room} current={room.id === current} count={counts[room.id]} />
          ))}
        </nav>
        <div className="mt-auto flex flex-col gap-2">
          <AccountMenu {...account} />
        </div>
      </aside>
      <header className="sticky top-0 z-20 hidden h-13 items-center gap-1 border-line border-b bg-panel px-3 phone:flex">
        <Link href={'/scenes' as Route} aria-label="Maquette" className="grid size-11 place-items-center rounded-sm">
          <Mark />
        </Link>
        <nav aria-label="Rooms" className="flex flex-1 gap-0.5">
          {ROOMS.map((room) => (
            <RoomLink key={room.id} room={room} current={room.id === current} />
          ))}
        </nav>
        <AccountMenu {...account} compact />
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 max-w-360 px-8 pt-6 pb-12 outline-none phone:px-4 phone:pt-4 phone:pb-24">
        {children}
      </main>
    </div>
  )
}

function RoomLink({ room, current, count }: { room: (typeof ROOMS)[number]; current: boolean; count?: number }) {
  return (
    <Link
      href={room.href}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex h-8 items-center gap-2.5 rounded-sm px-2 font-medium text-md transition-colors phone:h-11',
        current ? 'bg-active text-text' : 'text-text-2 hover:bg-raised hover:text-text',
      )}
    >
      <Icon icon={room.icon} />
      {room.label}
      {count === undefined ? null : <span className="ml-auto font-normal text-text-3 tabular-nums">{countWords(count)}</span>}
    </Link>
  )
}

export type PageHeadProps = {
  title: string
  /** After the title, quieter. */
  count?: number
  /** Buttons and search at the right. */
  children?: ReactNode
}

/** The first line of a page. */
export function PageHead({ title, count, children }: PageHeadProps) {
  return (
    <div className="mb-5 flex min-h-8 items-center gap-2 phone:mb-3 phone:flex-wrap phone:gap-y-3">
      <h1 className="font-semibold text-2xl">{title}</h1>
      {count === undefined ? null : <span className="text-text-3 tabular-nums">{countWords(count)}</span>}
      {children ? <div className="ml-auto flex items-center gap-2 phone:w-full">{children}</div> : null}
    </div>
  )
}
