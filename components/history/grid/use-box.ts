'use client'
import { type RefObject, useLayoutEffect, useState } from 'react'
import type { LayoutBox } from './layout'

const PHONE = '(max-width: 720px)'

const boxOf = (width: number, phone: boolean): LayoutBox => ({ width, row: phone ? 124 : 188, gap: phone ? 4 : 8, heading: 32, headingGap: 32 })

/** What was measured last: a grid that comes later on the same page begins with it instead of with the server's rows. */
let last: LayoutBox | null = null

/** The measures of the grid, null until the browser has said how wide it is. The server never knows. */
export function useBox(ref: RefObject<HTMLElement | null>): LayoutBox | null {
  const [box, setBox] = useState(last)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = (): void => {
      const next = boxOf(element.clientWidth, matchMedia(PHONE).matches)
      setBox((present) => {
        last = present?.width === next.width && present.row === next.row ? present : next
        return last
      })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return box
}
