'use client'
import { Undo2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ThumbImage } from '@/components/history/thumb-image'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import type { TrashedOutput } from '@/lib/domain/curation'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

const DAY_MS = 86_400_000

export type TrashGridProps = {
  items: readonly (TrashedOutput & { deletedWords: string })[]
  nowMs: number
  /** Null for those who may only look. */
  restore: ((outputIds: string[]) => Promise<Result<null>>) | null
}

/** What is in the trash, each with the days that are left and the way back. */
export function TrashGrid({ items, nowMs, restore }: TrashGridProps) {
  const [back, setBack] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState<string | null>(null)
  const router = useRouter()
  const toast = useToast()

  async function putBack(id: string): Promise<void> {
    if (!restore) return
    setBusy(id)
    const result = await restore([id]).catch(() => null)
    setBusy(null)
    if (!result?.ok) return toast({ tone: 'error', message: result ? result.error.message : UNREACHABLE })
    setBack(new Set([...back, id]))
    toast({ message: 'Back in History.' })
    router.refresh()
  }

  return (
    <ul className="grid grid-cols-4 gap-x-4 gap-y-6 phone:grid-cols-2 phone:gap-x-2 max-[1100px]:grid-cols-3">
      {items
        .filter(({ id }) => !back.has(id))
        .map((item) => {
          const name = item.title ?? (item.prompt.trim() || 'Without a prompt')
          return (
            <li key={item.id} className="flex min-w-0 flex-col">
              <span className="block aspect-4/3 overflow-hidden rounded-md bg-skeleton">
                <ThumbImage output={item} alt={name} className="size-full object-cover opacity-80" />
              </span>
              <h2 className="mt-2.5 truncate font-medium">{name}</h2>
              <p className="mt-0.5 text-sm text-text-3">
                {item.deletedWords}. {leftWords(item.removedAtMs - nowMs)}
              </p>
              {restore ? (
                <Button
                  size="sm"
                  className="mt-2 self-start"
                  pending={busy === item.id}
                  aria-label={`Restore ${name}`}
                  icon={<Icon icon={Undo2} size="sm" />}
                  onClick={() => void putBack(item.id)}
                >
                  Restore
                </Button>
              ) : null}
            </li>
          )
        })}
    </ul>
  )
}

function leftWords(leftMs: number): string {
  const days = Math.floor(leftMs / DAY_MS)
  if (days < 1) return 'Removed for good within a day.'
  return days === 1 ? '1 day left.' : `${days} days left.`
}
