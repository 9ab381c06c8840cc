import { GalleryHorizontalEnd, History, Layers, LibraryBig } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { dismissAnnouncementAction } from '@/app/_server/announcement-actions'
import { setThemeAction, signOutAction } from '@/app/_server/session-actions'
import { switchTeamAction } from '@/app/_server/team-actions'
import { readTheme } from '@/app/_server/theme'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { countHistory } from '@/lib/data/history/queries'
import { countUnread } from '@/lib/data/inbox/queries'
import { currentAnnouncements } from '@/lib/data/instance/announcements'
import { countScenes } from '@/lib/data/scenes/queries'
import { listTeams } from '@/lib/data/teams/queries'
import { readSelf } from '@/lib/data/users/queries'
import { countWords } from '@/lib/domain/count-words'
import { AccountMenu } from './account-menu'
import { AnnouncementBars } from './announcement-bars'
import { InboxBell } from './inbox-bell'
import { SuspendedBanner } from './suspended-banner'
import { TeamSwitcher } from './team-switcher'

const ROOMS = [
  { id: 'scenes', href: '/scenes' as Route, label: 'Scenes', icon: Layers },
  { id: 'history', href: '/history' as Route, label: 'History', icon: History },
  { id: 'collections', href: '/collections' as Route, label: 'Collections', icon: LibraryBig },
  { id: 'gallery', href: '/gallery' as Route, label: 'Gallery', icon: GalleryHorizontalEnd },
] as const
type Room = (typeof ROOMS)[number]

export type AppShellProps = {
  /** The room that is open, marked in the navigation. */
  current?: Room['id'] | 'inbox'
  /** What stands in <main>. Begin with a PageHead. */
  children: ReactNode
}

/**
 * The frame of every signed-in page outside the editor: a column with the team, its rooms, the inbox and the account; on
 * phones a bar at the top and the rooms at the bottom, where the thumb is. A visitor is sent to sign in.
 */
export async function AppShell({ current, children }: AppShellProps) {
  const actor = await requireUser()
  const [self, team, teams, theme, unread, announcements] = await Promise.all([
    readSelf(actor),
    currentTeam(actor),
    listTeams(actor),
    readTheme(),
    countUnread(actor),
    currentAnnouncements(actor),
  ])
  const [scenes, history] = await Promise.all([countScenes(actor, team.id), countHistory(actor, team.id)])
  const counts: Partial<Record<Room['id'], number>> = { scenes, history }
  const account = { name: self.name, email: self.email, isInstanceAdmin: self.isInstanceAdmin, theme, setTheme: setThemeAction, signOut: signOutAction }
  const choices = teams.map(({ id, name, pictureAssetId }) => ({ id, name, pictureAssetId }))
  const switcher = { current: choices.find(({ id }) => id === team.id) ?? { ...team, pictureAssetId: null }, teams: choices, switchTeam: switchTeamAction }
  const suspended = teams.find(({ id, isSuspended }) => id === team.id && isSuspended)
  const bell = { userId: actor.userId, unread, current: current === 'inbox' }
  return (
    <div className="grid min-h-full grid-cols-[216px_minmax(0,1fr)] phone:block">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-invert px-3 py-2 font-medium text-md text-on-invert focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 flex h-dvh flex-col border-line border-r bg-panel p-3 phone:hidden">
        <div className="mb-3">
          <TeamSwitcher {...switcher} />
        </div>
        <nav aria-label="Rooms" className="flex flex-col gap-0.5">
          {ROOMS.map((room) => (
            <RoomLink key={room.id} room={room} current={room.id === current} count={counts[room.id]} />
          ))}
        </nav>
        <div className="mt-auto flex flex-col gap-0.5">
          <InboxBell {...bell} />
          <AccountMenu {...account} />
        </div>
      </aside>
      <header className="sticky top-0 z-20 hidden h-13 items-center gap-1 border-line border-b bg-panel px-2 phone:flex">
        <TeamSwitcher {...switcher} compact />
        <div className="ml-auto flex items-center gap-1">
          <InboxBell {...bell} compact />
          <AccountMenu {...account} compact />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 max-w-360 px-8 pt-6 pb-12 outline-none phone:px-4 phone:pt-4 phone:pb-24">
        {suspended ? <SuspendedBanner name={suspended.name} reason={suspended.suspendedReason} /> : null}
        <AnnouncementBars announcements={announcements} dismiss={dismissAnnouncementAction} />
        {children}
      </main>
      <nav
        aria-label="Rooms"
        className="fixed inset-x-0 bottom-0 z-20 hidden border-line border-t bg-panel px-1 pb-[env(safe-area-inset-bottom)] phone:grid phone:grid-cols-4"
      >
        {ROOMS.map((room) => (
          <TabLink key={room.id} room={room} current={room.id === current} />
        ))}
      </nav>
    </div>
  )
}

function TabLink({ room, current }: { room: Room; current: boolean }) {
  return (
    <Link
      href={room.href}
      aria-current={current ? 'page' : undefined}
      className={cx('flex h-14 flex-col items-center justify-center gap-1 rounded-sm font-medium text-xs', current ? 'text-text' : 'text-text-3')}
    >
      <Icon icon={room.icon} size="lg" />
      {room.label}
    </Link>
  )
}

function RoomLink({ room, current, count }: { room: Room; current: boolean; count?: number }) {
  return (
    <Link
      href={room.href}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex h-8 items-center gap-2.5 rounded-sm px-2 font-medium text-md transition-colors',
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
