'use client'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

/** A verb for one team. It leads to another page when it worked. */
export function TeamButton({ teamId, label, about, act }: { teamId: string; label: string; about: string; act: (teamId: string) => Promise<Result<never>> }) {
  const [pending, start] = useTransition()
  const toast = useToast()
  const press = () =>
    start(async () => {
      const result = (await act(teamId)) as Result<never> | undefined
      if (result && !result.ok) toast({ message: result.error.message, tone: 'error' })
    })
  return (
    <Button onClick={press} pending={pending} aria-label={`${label}: ${about}`}>
      {label}
    </Button>
  )
}
