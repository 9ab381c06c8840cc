'use client'
import { useLayoutEffect, useRef } from 'react'
import { useViewportHandle } from './viewport-handle'

/**
 * The picture of slot 1. It draws nothing itself: it marks the place that the canvas behind the page shows through, and
 * asks for a frame whenever that place moves.
 */
export function LiveSlot() {
  const element = useRef<HTMLDivElement>(null)
  const handle = useViewportHandle()
  useLayoutEffect(() => {
    const slot = element.current
    if (!slot) return
    handle.slot = slot
    const redraw = () => handle.invalidate()
    const observer = new ResizeObserver(redraw)
    observer.observe(slot)
    // Scrolling is heard of in any panel around the slot, because scroll events are captured on their way down.
    window.addEventListener('scroll', redraw, { capture: true, passive: true })
    redraw()
    return () => {
      observer.disconnect()
      window.removeEventListener('scroll', redraw, { capture: true })
      handle.slot = null
      redraw()
    }
  }, [handle])
  return <div ref={element} role="img" aria-label="Live view of the scene" data-live-slot className="size-full" />
}
