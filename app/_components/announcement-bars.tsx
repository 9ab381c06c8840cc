'use client'
import { Megaphone, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'
import { type AnnouncementLevel, LEVEL_WORDS } from '@/lib/domain/instance/announcement'

export type AnnouncementBarsProps = {
  announcements: readonly { id: string; text: string; level: AnnouncementLevel }[]
  dismiss: (id: string) => Promise<Result<null>>
}

const LOOK = { info: [Megaphone, 'text-text-3'], warning: [TriangleAlert, 'text-warn'] } as const

/** What whoever runs the installation tells everybody, one bar each. Put away, it goes at once and does not come back. */
export function AnnouncementBars({ announcements, dismiss }: AnnouncementBarsProps) {
  const [gone, setGone] = useState<readonly string[]>([])
  const toast = useToast()
  const shown = announcements.filter(({ id }) => !gone.includes(id))
  if (shown.length === 0) return null

  async function putAway(id: string): Promise<void> {
    setGone((ids) => [...ids, id])
    const result = await dismiss(id).catch(() => null)
    if (result?.ok) return
    setGone((ids) => ids.filter((one) => one !== id))
    toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
  }

  return (
    <ul aria-label="Announcements" className="mb-5 flex flex-col gap-2">
      {shown.map(({ id, text, level }) => {
        const [shape, colour] = LOOK[level]
        return (
          <li key={id} className="flex items-center gap-2.5 rounded-md border border-line bg-raised py-1 pr-1 pl-3 text-md">
            <Icon icon={shape} className={cx('shrink-0', colour)} />
            <p className="min-w-0 flex-1 py-1.5">
              <span className="sr-only">{LEVEL_WORDS[level]}: </span>
              {text}
            </p>
            <IconButton label="Put away" size="sm" icon={<Icon icon={X} />} onClick={() => void putAway(id)} />
          </li>
        )
      })}
    </ul>
  )
}
