'use client'
import { useOptimistic, useTransition } from 'react'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import type { NotificationKind } from '@/lib/domain/inbox'

/** `budget` follows when budgets do. */
const ROWS: readonly (readonly [NotificationKind, string])[] = [
  ['mention', 'Somebody mentions you'],
  ['comment', 'Somebody comments on your image'],
  ['approval', 'Somebody approves your image or asks for changes'],
  ['invitation', 'Somebody invites you, or joins by your invitation'],
  ['generation', 'An image that took a while is ready'],
]

export type MailPreferencesProps = {
  preferences: Record<NotificationKind, boolean>
  setPreference: (kind: NotificationKind, byMail: boolean) => Promise<Result<void>>
}

export function MailPreferences({ preferences, setPreference }: MailPreferencesProps) {
  const [shown, show] = useOptimistic(preferences)
  const [, start] = useTransition()
  const toast = useToast()
  const change = (kind: NotificationKind, byMail: boolean) =>
    start(async () => {
      show({ ...shown, [kind]: byMail })
      const result = await setPreference(kind, byMail)
      if (!result.ok) toast({ message: result.error.message, tone: 'error' })
    })
  return (
    <ul className="flex flex-col rounded-md border border-line bg-panel">
      {ROWS.map(([kind, label]) => (
        <li key={kind} className="flex min-h-11 items-center gap-4 border-line border-t px-3 py-2 text-md first:border-t-0">
          <label htmlFor={`mail-${kind}`} className="flex-1">
            {label}
          </label>
          <Switch id={`mail-${kind}`} checked={shown[kind]} onCheckedChange={(byMail) => change(kind, byMail)} />
        </li>
      ))}
    </ul>
  )
}
