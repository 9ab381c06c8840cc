'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { onLiveEvent } from '@/components/generate/live-events'
import type { GenerationDetail } from '@/lib/domain/generation-view'

/** Reads the page again, unless it went into the trash, when the generation has moved on or its images were marked by somebody. */
export function useFollow(run: Pick<GenerationDetail, 'id' | 'status' | 'updatedAtMs'>): void {
  const router = useRouter()
  const { id, status, updatedAtMs } = run
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type !== 'generation' || event.id !== id || event.deleted || event.updatedAtMs <= updatedAtMs) return
        // While it runs, its progress is news every second and shows nowhere on this page.
        if (event.status !== status || event.progress === null) router.refresh()
      }),
    [id, status, updatedAtMs, router],
  )
}
