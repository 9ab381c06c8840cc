'use client'
import { Bell } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useState } from 'react'
import { onLiveEvent } from '@/components/generate/live-events'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { UNREAD_MAX } from '@/lib/domain/inbox'

export type InboxBellProps = {
  userId: string
  /** As the server counted it; what happens later arrives by itself. */
  unread: number
  current: boolean
  /** The bell alone, for narrow bars; otherwise a whole row with its name. */
  compact?: boolean
}

/** Refreshes are asked for once by event, also where the same event is heard again by the next page. */
let refreshedAtMs = 0

/**
 * The way to the inbox, with how many lines in it are new. It also hears when this person's teams or roles changed, and
 * then reads the page anew, so that nobody looks at buttons that are no longer theirs.
 */
export function InboxBell({ userId, unread: counted, current, compact = false }: InboxBellProps) {
  const [live, setLive] = useState<{ counted: number; unread: number } | null>(null)
  const router = useRouter()
  const refresh = useEffectEvent(() => router.refresh())
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type === 'inbox' && event.id === userId) {
          setLive({ counted, unread: event.unread })
          // The inbox itself is open: show the new line, not only its number.
          if (current && event.unread !== counted) refresh()
        }
        if (event.type !== 'membership' || event.id !== userId || event.atMs <= refreshedAtMs) return
        refreshedAtMs = event.atMs
        refresh()
      }),
    [userId, counted, current],
  )
  // A page that was read anew knows better than what was heard before it.
  const unread = live?.counted === counted ? live.unread : counted
  const words = unread > UNREAD_MAX ? `${UNREAD_MAX}+` : String(unread)
  return (
    <Link
      href={'/inbox' as Route}
      aria-current={current ? 'page' : undefined}
      aria-label={unread > 0 ? `Inbox, ${words} unread` : 'Inbox'}
      className={cx(
        'relative flex items-center gap-2.5 rounded-sm font-medium text-md transition-colors',
        compact ? 'size-11 justify-center' : 'h-8 px-2',
        current ? 'bg-active text-text' : 'text-text-2 hover:bg-raised hover:text-text',
      )}
    >
      <Icon icon={Bell} size={compact ? 'lg' : 'md'} />
      {compact ? null : <span className="flex-1">Inbox</span>}
      {unread > 0 ? (
        <span
          className={cx(
            'grid h-4.5 min-w-4.5 place-items-center rounded-full bg-invert px-1 font-semibold text-[11px] text-on-invert tabular-nums leading-none',
            compact && 'absolute top-1 right-0.5',
          )}
        >
          {words}
        </span>
      ) : null}
    </Link>
  )
}
