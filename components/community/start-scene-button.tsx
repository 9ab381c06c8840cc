'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { VisitorActions } from './actions'

/** Copies the scene behind an image into the person's team and opens it. */
export function StartSceneButton({ publicationId, start }: { publicationId: string; start: VisitorActions['start'] }) {
  const router = useRouter()
  const toast = useToast()
  const [pending, setPending] = useState(false)

  async function copy(): Promise<void> {
    setPending(true)
    const result = await start(publicationId).catch(() => null)
    if (result?.ok) return router.push(`/scenes/${result.value.id}` as Route)
    setPending(false)
    toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
  }

  return (
    <Button size="lg" pending={pending} onClick={() => void copy()}>
      Use this scene as a start
    </Button>
  )
}
