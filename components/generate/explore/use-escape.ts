'use client'
import { useEffect } from 'react'

/**
 * Calls back when Escape is pressed and nothing nearer wants it: not while somebody writes, and not over an open dialog or menu,
 * which close first.
 */
export function useEscape(onEscape: (() => void) | null): void {
  useEffect(() => {
    if (!onEscape) return
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      const { target } = event
      const writes = target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
      if (writes || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return
      // The editor behind would clear its selection.
      event.preventDefault()
      onEscape()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [onEscape])
}
