'use client'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Puts the focus into the first field of what has taken the place of something else in a dialog; it would be lost otherwise.
 * @param replaces false for what a dialog opens with: the dialog then sees to the focus, and remembers where it was.
 */
export function useFirstField<T extends HTMLElement>(replaces = true): RefObject<T | null> {
  const parent = useRef<T>(null)
  useLayoutEffect(() => {
    if (replaces) parent.current?.querySelector<HTMLElement>('input, textarea')?.focus()
  }, [replaces])
  return parent
}
