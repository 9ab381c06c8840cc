import { type CompareView, ZOOM_MAX } from '@/lib/domain/comparison'

type Size = { width: number; height: number }
type Point = { x: number; y: number }
type Place = Pick<CompareView, 'zoom' | 'x' | 'y'>

/** The largest size of an aspect (width / height) inside a box. */
export function fit(box: Size, aspect: number): Size {
  const width = Math.min(box.width, box.height * aspect)
  return { width, height: width / aspect }
}

/** How much a picture of this size is shrunk or grown on screen at a zoom: 1 is one picture pixel to one CSS pixel. */
export const scaleOf = (zoom: number, box: Size, picture: Size): number => (fit(box, picture.width / picture.height).width * zoom) / picture.width

/** The nearest place at which the view shows no more emptiness than it must. `content` is the picture's size at zoom 1. */
export function clampPlace({ zoom, x, y }: Place, box: Size, content: Size): Place {
  const inside = Math.min(ZOOM_MAX, Math.max(1, zoom))
  const along = (at: number, view: number, whole: number): number => {
    const half = view / (2 * whole * inside)
    return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, at))
  }
  return { zoom: inside, x: along(x, box.width, content.width), y: along(y, box.height, content.height) }
}

/** Zooms so that what is under a point stays under it. The point is in CSS pixels from the middle of the box. */
export function zoomAt(place: Place, zoom: number, point: Point, box: Size, content: Size): Place {
  const next = Math.min(ZOOM_MAX, Math.max(1, zoom))
  const stay = (at: number, offset: number, whole: number): number => at + offset / (whole * place.zoom) - offset / (whole * next)
  return clampPlace({ zoom: next, x: stay(place.x, point.x, content.width), y: stay(place.y, point.y, content.height) }, box, content)
}

/** Moves the picture along with the pointer, in CSS pixels. */
export function panBy(place: Place, by: Point, box: Size, content: Size): Place {
  const moved = { ...place, x: place.x - by.x / (content.width * place.zoom), y: place.y - by.y / (content.height * place.zoom) }
  return clampPlace(moved, box, content)
}

/** CSS for a picture that just fits its box: percentages of its own size, so the server can say it without knowing any. */
export const transformOf = ({ zoom, x, y }: Place): string | undefined =>
  zoom === 1 ? undefined : `translate(${(0.5 - x) * zoom * 100}%, ${(0.5 - y) * zoom * 100}%) scale(${zoom})`

/** What is said where the pictures have another size or shape; null where they are alike. `letters` name them. */
export function alignmentWords(pictures: readonly (Size & { letter: string })[]): string | null {
  const [first, ...others] = pictures
  if (!first) return null
  const sizes = pictures.map(({ letter, width, height }) => `${letter} ${width} × ${height}`).join(', ')
  const aspect = first.width / first.height
  if (others.some((other) => Math.abs(other.width / other.height - aspect) > 0.01 * aspect)) return `Different ratios: each is shown whole, centred. ${sizes}.`
  if (others.some((other) => other.width !== first.width || other.height !== first.height)) return `Different sizes: shown equally large. ${sizes}.`
  return null
}
