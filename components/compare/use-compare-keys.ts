'use client'
import { useEffect, useRef } from 'react'
import { COMPARE_MODES, type CompareView } from '@/lib/domain/comparison'
import { BIG_STEP, STEP } from './slider-handle'

export type CompareKeys = {
  view: CompareView
  onChange: (patch: Partial<CompareView>) => void
  onBlink: () => void
  onZoom: (factor: number) => void
  onFit: () => void
  onFull: () => void
  onHelp: () => void
  /** Leaves full screen, else fits the view. */
  onEscape: () => void
}

/** Keys belong to what has the focus there: a text, a list of choices, a menu, a dialog. */
const OWN_KEYS = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]'
const OWN_ARROWS = '[role="radiogroup"], [role="slider"]:not([data-panel] *)'

/** The shortcuts of the page. */
export function useCompareKeys(keys: CompareKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target?.closest(OWN_KEYS)) return
      if (event.key.startsWith('Arrow') && target?.closest(OWN_ARROWS)) return
      // Space presses a button that has the focus.
      if (event.key === ' ' && target?.closest('button, a, [role="radio"]')) return
      if (act(event, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('click', giveKeysBack)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('click', giveKeysBack)
    }
  }, [])
}

/**
 * After a press with the pointer, arrows and Space belong to the pictures again and not to the button that was pressed.
 * Whoever presses it with the keyboard, which counts no clicks, stays there; what opened a dialog has lost the focus by then.
 */
function giveKeysBack(event: MouseEvent): void {
  const pressed = event.target instanceof Element ? event.target.closest('button') : null
  if (event.detail === 0 || !pressed || pressed.hasAttribute('aria-haspopup') || pressed.closest(OWN_KEYS)) return
  window.setTimeout(() => {
    if (document.activeElement === pressed) pressed.blur()
  })
}

/** @returns Whether the key meant something here. */
function act(event: KeyboardEvent, keys: CompareKeys): boolean {
  const mode = COMPARE_MODES[Number(event.key) - 1]
  if (mode) keys.onChange({ mode })
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') return step(event, keys)
  else if (event.key === ' ') keys.onBlink()
  else if (event.key === 'x' || event.key === 'X') keys.onChange({ left: keys.view.right, right: keys.view.left })
  else if (event.key === '+' || event.key === '=') keys.onZoom(1.25)
  else if (event.key === '-' || event.key === '_') keys.onZoom(0.8)
  else if (event.key === '0') keys.onFit()
  else if (event.key === 'f' || event.key === 'F') keys.onFull()
  else if (event.key === '?') keys.onHelp()
  else if (event.key === 'Escape') keys.onEscape()
  else return false
  return true
}

function step(event: KeyboardEvent, { view, onChange, onBlink }: CompareKeys): boolean {
  const by = (event.shiftKey ? BIG_STEP : STEP) * (event.key === 'ArrowLeft' ? -1 : 1)
  const moved = (value: number): number => Math.min(1, Math.max(0, Number((value + by).toFixed(3))))
  if (view.mode === 'slider') onChange({ at: moved(view.at) })
  else if (view.mode === 'overlay') onChange({ opacity: moved(view.opacity) })
  else if (view.mode === 'blink') onBlink()
  else return false
  return true
}
