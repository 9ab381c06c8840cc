'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type CreateScene = (start: string) => Promise<Result<{ id: string }>>

/** Makes a scene and goes there. `pending` names what is being made, so that a second press does nothing. */
export function useCreateScene(create: CreateScene): { pending: string | null; begin: (start: string) => void } {
  const router = useRouter()
  const toast = useToast()
  const [start, setStart] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  return {
    pending: isPending ? start : null,
    begin: (from) => {
      if (isPending) return
      setStart(from)
      startTransition(async () => {
        const made = await create(from)
        if (made.ok) router.push(`/scenes/${made.value.id}` as Route)
        else toast({ tone: 'error', message: made.error.message })
      })
    },
  }
}
