import type { Rect } from '@/lib/scene/camera'

/** The part of an element that can be seen: its box cut by every ancestor that clips, up to the page. Client pixels. */
export function visibleRect(element: HTMLElement): Rect {
  const box = element.getBoundingClientRect()
  let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom]
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(parent)
    if (overflowX === 'visible' && overflowY === 'visible') continue
    const clip = parent.getBoundingClientRect()
    left = Math.max(left, clip.left)
    top = Math.max(top, clip.top)
    right = Math.min(right, clip.right)
    bottom = Math.min(bottom, clip.bottom)
  }
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}

export function intersect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  return { x, y, width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x), height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y) }
}

export const isEmpty = (rect: Rect): boolean => rect.width < 1 || rect.height < 1

/** A path over the whole of an element but for a rounded hole, for `clip-path`. Both boxes in client pixels. */
export function holePath(element: Rect, hole: Rect, radius: number): string {
  const { width, height } = element
  const x = hole.x - element.x
  const y = hole.y - element.y
  const r = Math.min(radius, hole.width / 2, hole.height / 2)
  const across = hole.width - 2 * r
  const down = hole.height - 2 * r
  const outer = `M0 0H${width}V${height}H0Z`
  const inner = `M${x + r} ${y}h${across}a${r} ${r} 0 0 1 ${r} ${r}v${down}a${r} ${r} 0 0 1 ${-r} ${r}h${-across}a${r} ${r} 0 0 1 ${-r} ${-r}v${-down}a${r} ${r} 0 0 1 ${r} ${-r}z`
  return `path(evenodd, "${outer}${inner}")`
}
