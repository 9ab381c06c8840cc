'use client'
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import type { CompareView } from '@/lib/domain/comparison'
import type { ChangeView } from './use-compare-view'
import { fit, panBy, zoomAt } from './view-math'

type Point = { x: number; y: number }
type Drag = 'slide' | 'pan' | null

export type Gestures = {
  /** The element that shows one picture; in side by side, the panel that the pointer is over. */
  aspect: number
  view: CompareView
  change: ChangeView
  /** In full screen a turn of the wheel zooms; in the page it scrolls, unless Ctrl is held. */
  wheelZooms: boolean
}

const WHEEL_STEP_MAX = 40

function measure(panel: Element, aspect: number) {
  const rect = panel.getBoundingClientRect()
  const box = { width: rect.width, height: rect.height }
  const fromMiddle = (at: Point): Point => ({ x: at.x - rect.left - rect.width / 2, y: at.y - rect.top - rect.height / 2 })
  return { rect, box, content: fit(box, aspect), fromMiddle }
}

const panelOf = (target: EventTarget | null): Element | null => (target instanceof Element ? target.closest('[data-panel]') : null)

/**
 * Dragging, pinching and the wheel over the pictures. One pointer moves the slider, or the picture once it is zoomed; the
 * handle always moves the slider. Two zoom about the point between them.
 * @returns Handlers for the element of `stage`, which holds the panels.
 */
export function useGestures(stage: RefObject<HTMLElement | null>, gestures: Gestures) {
  const latest = useRef(gestures)
  useEffect(() => {
    latest.current = gestures
  })
  const pointers = useRef(new Map<number, Point>())
  const drag = useRef<Drag>(null)

  useEffect(() => {
    const element = stage.current
    if (!element) return
    const onWheel = (event: WheelEvent): void => {
      const { aspect, change, wheelZooms } = latest.current
      const panel = panelOf(event.target)
      if (!panel || !(event.ctrlKey || event.metaKey || wheelZooms)) return
      event.preventDefault()
      const { box, content, fromMiddle } = measure(panel, aspect)
      const point = fromMiddle({ x: event.clientX, y: event.clientY })
      const step = Math.min(WHEEL_STEP_MAX, Math.max(-WHEEL_STEP_MAX, event.deltaY))
      change((view) => zoomAt(view, view.zoom * Math.exp(-step * 0.008), point, box, content))
    }
    // The browser would scroll with two fingers where it may scroll with one.
    const onTouchMove = (event: TouchEvent): void => {
      if (event.touches.length > 1) event.preventDefault()
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    element.addEventListener('touchmove', onTouchMove, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('touchmove', onTouchMove)
    }
  }, [stage])

  function slideTo(panel: Element, at: Point): void {
    const { rect } = measure(panel, gestures.aspect)
    gestures.change({ at: Math.min(1, Math.max(0, (at.x - rect.left) / rect.width)) })
  }

  function onPointerDown(event: PointerEvent): void {
    const panel = panelOf(event.target)
    if (!panel || event.button !== 0) return
    const at = { x: event.clientX, y: event.clientY }
    pointers.current.set(event.pointerId, at)
    panel.setPointerCapture(event.pointerId)
    if (pointers.current.size > 1) {
      drag.current = null
      return
    }
    const onHandle = event.target instanceof Element && event.target.closest('[role="slider"]') !== null
    const slides = gestures.view.mode === 'slider' && (gestures.view.zoom === 1 || onHandle)
    drag.current = slides ? 'slide' : gestures.view.zoom > 1 ? 'pan' : null
    if (slides && !onHandle) slideTo(panel, at)
  }

  function onPointerMove(event: PointerEvent): void {
    const before = pointers.current.get(event.pointerId)
    const panel = panelOf(event.currentTarget) ?? panelOf(event.target)
    if (!before || !panel) return
    const at = { x: event.clientX, y: event.clientY }
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point)
    pointers.current.set(event.pointerId, at)
    const { box, content, fromMiddle } = measure(panel, gestures.aspect)
    const [other] = others
    if (other) {
      const apart = (p: Point): number => Math.hypot(p.x - other.x, p.y - other.y)
      const middle = (p: Point): Point => ({ x: (p.x + other.x) / 2, y: (p.y + other.y) / 2 })
      const [from, to] = [middle(before), middle(at)]
      const factor = apart(at) / Math.max(1, apart(before))
      gestures.change((view) => {
        const moved = panBy(view, { x: to.x - from.x, y: to.y - from.y }, box, content)
        return zoomAt(moved, moved.zoom * factor, fromMiddle(to), box, content)
      })
    } else if (drag.current === 'slide') slideTo(panel, at)
    else if (drag.current === 'pan') gestures.change((view) => panBy(view, { x: at.x - before.x, y: at.y - before.y }, box, content))
  }

  function onPointerEnd(event: PointerEvent): void {
    pointers.current.delete(event.pointerId)
    if (pointers.current.size === 0) drag.current = null
  }

  return { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd }
}
