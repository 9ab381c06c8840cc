'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { fetchDiscussion } from '@/components/generate/api'
import { onLiveEvent } from '@/components/generate/live-events'
import { useToast } from '@/components/ui/toast'
import type { Discussion } from '@/lib/domain/comment'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

/** Runs one change and shows what came of it. @returns whether it was done; else a toast has said why not. */
export type ChangeDiscussion = (work: () => Promise<Result<Discussion>>) => Promise<boolean>

/**
 * What was said about an image, kept up to date while others speak.
 * @param readAtMs when the server read it: older news is in it already.
 */
export function useDiscussion(initial: Discussion, generationId: string, readAtMs: number): { discussion: Discussion; change: ChangeDiscussion } {
  const [discussion, setDiscussion] = useState(initial)
  const toast = useToast()
  /** Grows with every answer that was asked for, so that a slow one never covers a newer one. */
  const asked = useRef(0)

  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type !== 'comment' || event.id !== generationId || event.changedAtMs < readAtMs) return
        const turn = ++asked.current
        void fetchDiscussion(initial.outputId).then((found) => {
          if (found.ok && turn === asked.current) setDiscussion(found.value)
        })
      }),
    [generationId, initial.outputId, readAtMs],
  )

  const change = useCallback<ChangeDiscussion>(
    async (work) => {
      const result = await work().catch(() => null)
      if (!result?.ok) {
        toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
        return false
      }
      asked.current += 1
      setDiscussion(result.value)
      return true
    },
    [toast],
  )
  return { discussion, change }
}
