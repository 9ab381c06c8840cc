'use client'
import { useOptimistic, useTransition } from 'react'
import { Notice } from '@/components/ui/notice'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

export type SharingSwitchProps = {
  teamId: string
  allowed: boolean
  /** Null for those who may not decide it; they are told when links are off. */
  setAllowed: ((teamId: string, allowed: boolean) => Promise<Result<null>>) | null
}

/** Whether the team may show images outside at all. Turning it off stops every link at once, and on again brings them back. */
export function SharingSwitch({ teamId, allowed, setAllowed }: SharingSwitchProps) {
  const toast = useToast()
  const [, startTransition] = useTransition()
  const [shown, setShown] = useOptimistic(allowed)
  if (!setAllowed) {
    return allowed ? null : <Notice className="mb-5">An admin has switched share links off. Those below show nothing until they are on again.</Notice>
  }
  const set = (next: boolean): void =>
    startTransition(async () => {
      setShown(next)
      const result = await setAllowed(teamId, next).catch(() => null)
      if (!result?.ok) toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    })
  return (
    <div className="mb-5 flex items-start justify-between gap-4 rounded-md border border-line bg-panel px-4 py-3">
      <label htmlFor="sharing-allowed">
        <span className="block font-medium text-md">Allow share links</span>
        <span className="block text-sm text-text-3">
          {shown
            ? 'Members can show images to people without an account. Off, every link stops at once.'
            : 'No link works, and none can be made. On again, those below work as before.'}
        </span>
      </label>
      <Switch id="sharing-allowed" checked={shown} onCheckedChange={set} className="mt-1" />
    </div>
  )
}
