'use client'
import { AtSign, BadgeCheck, Image, type LucideIcon, MessageSquare, Unplug, UserPlus, Wallet } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { type ReactNode, startTransition } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import type { Result } from '@/lib/domain/errors'
import type { NotificationKind } from '@/lib/domain/inbox'

export type ShownNotification = {
  id: string
  kind: NotificationKind
  line: string
  text: string | null
  team: string | null
  href: string
  isRead: boolean
  when: ReactNode
}

const ICONS: Record<NotificationKind, LucideIcon> = {
  mention: AtSign,
  comment: MessageSquare,
  approval: BadgeCheck,
  invitation: UserPlus,
  generation: Image,
  budget: Wallet,
  webhook: Unplug,
}

/** Pressing a line opens what it is about, and it counts as read. */
export function InboxList({ items, markRead }: { items: readonly ShownNotification[]; markRead: (id: string) => Promise<Result<void>> }) {
  const open = (item: ShownNotification) => {
    if (item.isRead) return
    // Failing to mark it must not keep anybody from reading it.
    startTransition(async () => void (await markRead(item.id)))
  }
  return (
    <ul className="flex max-w-180 flex-col rounded-md border border-line bg-panel">
      {items.map((item) => (
        <li key={item.id} className="border-line border-t first:border-t-0">
          <Link
            href={item.href as Route}
            onClick={() => open(item)}
            className="flex items-start gap-3 px-4 py-3 transition-colors hover:bg-raised focus-visible:-outline-offset-2"
          >
            <Icon icon={ICONS[item.kind]} className={cx('mt-0.5', item.isRead ? 'text-text-3' : 'text-text')} />
            <span className="min-w-0 flex-1">
              <span className={cx('block', item.isRead ? 'text-text-2' : 'font-medium')}>
                {item.line}
                {item.isRead ? null : <span className="sr-only"> (new)</span>}
              </span>
              {item.text ? <span className="mt-0.5 line-clamp-2 block text-md text-text-2">{item.text}</span> : null}
              <span className="mt-0.5 block text-sm text-text-3">
                {item.team ? `${item.team} · ` : null}
                {item.when}
              </span>
            </span>
            <span aria-hidden="true" className={cx('mt-2 size-2 shrink-0 rounded-full', item.isRead ? null : 'bg-accent')} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
