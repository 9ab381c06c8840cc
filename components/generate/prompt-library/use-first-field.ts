'use client'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Puts the focus into the first field of what has taken the place of something else in a dialog; it would be lost otherwise. */
export function useFirstField<T extends HTMLElement>(): RefObject<T | null> {
  const parent = useRef<T>(null)
  useLayoutEffect(() => {
    parent.current?.querySelector<HTMLElement>('input, textarea')?.focus()
  }, [])
  return parent
}
