'use client'
import { type RefObject, useCallback, useSyncExternalStore } from 'react'

/** Rows come and go once in so many pixels, not at every frame. */
const STEP = 256

const inSteps = (ref: RefObject<HTMLElement | null>): number => Math.floor(-(ref.current?.getBoundingClientRect().top ?? 0) / STEP)

function onScroll(changed: () => void): () => void {
  window.addEventListener('scroll', changed, { passive: true })
  window.addEventListener('resize', changed)
  return () => {
    window.removeEventListener('scroll', changed)
    window.removeEventListener('resize', changed)
  }
}

/** What of an element is in sight, in pixels from its top, to the next step outwards. */
export function useScroll(ref: RefObject<HTMLElement | null>): { top: number; bottom: number } {
  const step = useSyncExternalStore(
    onScroll,
    useCallback(() => inSteps(ref), [ref]),
    () => 0,
  )
  const height = useSyncExternalStore(
    onScroll,
    () => window.innerHeight,
    () => 0,
  )
  return { top: step * STEP, bottom: (step + 1) * STEP + height }
}
