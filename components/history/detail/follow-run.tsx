'use client'
import type { GenerationDetail } from '@/lib/domain/generation-view'
import { useFollow } from './use-follow'

/** Shows nothing; has the page of a generation without images read again when there is news. */
export function FollowRun({ run }: { run: Pick<GenerationDetail, 'id' | 'status' | 'updatedAtMs'> }) {
  useFollow(run)
  return null
}
