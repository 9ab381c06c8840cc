'use client'
import { useEffect, useState } from 'react'
import type { ComparePicture } from '@/lib/domain/comparison'
import { computeDifference } from './compute-difference'
import type { DifferenceReply } from './difference-worker'

export type DifferenceState = { key: string; found: DifferenceReply | 'failed' } | null

/** The difference of two pictures once it is computed; null before. Only `wanted` ones are worked on. */
export function useDifference(left: ComparePicture, right: ComparePicture, wanted: boolean): DifferenceReply | 'failed' | null {
  const [state, setState] = useState<DifferenceState>(null)
  const key = `${left.src} ${right.src}`
  const isThere = state?.key === key
  useEffect(() => {
    if (!wanted || isThere) return
    const controller = new AbortController()
    computeDifference(left, right, controller.signal).then(
      (found) => setState({ key, found }),
      () => !controller.signal.aborted && setState({ key, found: 'failed' }),
    )
    return () => controller.abort()
  }, [wanted, isThere, key, left, right])
  return isThere ? state.found : null
}
