'use client'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { useToast } from '@/components/ui/toast'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import type { Result } from '@/lib/domain/errors'

export type SessionListProps = {
  sessions: readonly { id: string; browser: string; isCurrent: boolean; seen: ReactNode }[]
  revoke: (sessionId: string) => Promise<Result<void>>
  revokeOthers: () => Promise<Result<{ ended: number }>>
}

export function SessionList({ sessions, revoke, revokeOthers }: SessionListProps) {
  const [pending, startTransition] = useTransition()
  const [ending, setEnding] = useState<string>()
  const toast = useToast()
  const end = (id: string, browser: string) => {
    setEnding(id)
    startTransition(async () => {
      const result = await revoke(id)
      toast(result.ok ? { message: `${browser} is signed out.` } : { tone: 'error', message: result.error.message })
    })
  }
  const endOthers = () => {
    setEnding('others')
    startTransition(async () => {
      const result = await revokeOthers()
      toast(result.ok ? { message: othersEnded(result.value.ended) } : { tone: 'error', message: result.error.message })
    })
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <ul className="w-full rounded-md border border-line bg-panel">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 border-line border-t px-4 py-3 first:border-t-0">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium text-md">{session.browser}</p>
              <p className="text-sm text-text-3">{session.isCurrent ? 'Active now' : <>Last seen {session.seen}</>}</p>
            </div>
            {session.isCurrent ? (
              <Pill dot="good">This browser</Pill>
            ) : (
              <Button size="sm" pending={pending && ending === session.id} onClick={() => end(session.id, session.browser)}>
                End<VisuallyHidden> session on {session.browser}</VisuallyHidden>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <Button pending={pending && ending === 'others'} onClick={endOthers}>
          Sign out everywhere else
        </Button>
      ) : null}
    </div>
  )
}

const othersEnded = (count: number): string => (count === 1 ? 'One other browser is signed out.' : `${count} other browsers are signed out.`)
