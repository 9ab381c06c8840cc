'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type CompareView, comparePath, writeView } from '@/lib/domain/comparison'

/** The address of exactly this comparison. */
export const addressOf = (refs: readonly string[], view: CompareView): string => `${comparePath(refs)}&${new URLSearchParams(writeView(view))}`

/** Browsers refuse an address that changes too often; a moving slider writes when it rests. */
const REST_MS = 200

/** How the comparison is looked at, kept in the address without a new entry for Back. */
export function useCompareView(refs: readonly string[], first: CompareView) {
  const [view, setView] = useState(first)
  const isFirst = useRef(true)
  const address = addressOf(refs, view)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
      return
    }
    const timer = window.setTimeout(() => window.history.replaceState(null, '', address), REST_MS)
    return () => window.clearTimeout(timer)
  }, [address])
  const change = useCallback((patch: Partial<CompareView> | ((present: CompareView) => Partial<CompareView>)) => {
    setView((present) => ({ ...present, ...(typeof patch === 'function' ? patch(present) : patch) }))
  }, [])
  return { view, change, address }
}
export type ChangeView = ReturnType<typeof useCompareView>['change']
