'use client'
import { type PointerEvent, useRef } from 'react'

const HOLD_MS = 450
const SLIP_PX = 10

export type LongPress = {
  onPointerDown: (event: PointerEvent) => void
  onPointerMove: (event: PointerEvent) => void
  onPointerUp: () => void
  onPointerCancel: () => void
  /** Whether the click that follows ends a long press. Asking takes the answer away. */
  takeHeld: () => boolean
}

/** Calls back with what a finger is held on without moving. */
export function useLongPress(onHold: (target: Element) => void): LongPress {
  const timer = useRef<number | undefined>(undefined)
  const start = useRef({ x: 0, y: 0 })
  const held = useRef(false)
  const stop = (): void => window.clearTimeout(timer.current)
  return {
    onPointerDown({ pointerType, clientX, clientY, target }) {
      held.current = false
      if (pointerType !== 'touch' || !(target instanceof Element)) return
      start.current = { x: clientX, y: clientY }
      stop()
      timer.current = window.setTimeout(() => {
        held.current = true
        onHold(target)
      }, HOLD_MS)
    },
    onPointerMove({ clientX, clientY }) {
      if (Math.hypot(clientX - start.current.x, clientY - start.current.y) > SLIP_PX) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    takeHeld() {
      const was = held.current
      held.current = false
      return was
    },
  }
}
