import { thumbHashToAverageRGBA, thumbHashToDataURL } from 'thumbhash'

/** Milliseconds that one turn of drawing blurred pictures may take, so that scrolling never waits for them. */
const TURN_MS_MAX = 4
const KEPT_MAX = 1000

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

const colors = new Map<string, string>()
const pictures = new Map<string, string>()
const waiting = new Map<HTMLImageElement, string>()
let drawing = false

function kept(map: Map<string, string>, key: string, make: () => string): string {
  const found = map.get(key)
  if (found !== undefined) return found
  if (map.size >= KEPT_MAX) map.clear()
  const made = make()
  map.set(key, made)
  return made
}

/** The average colour of a picture by its ThumbHash, cheap enough for the first paint. */
export const averageColor = (thumbhash: string): string =>
  kept(colors, thumbhash, () => {
    const { r, g, b } = thumbHashToAverageRGBA(bytesOf(thumbhash))
    return `rgb(${[r, g, b].map((value) => Math.round(value * 255)).join(' ')})`
  })

/**
 * Draws the blurred picture behind an image that has not come yet, as soon as there is time.
 * @returns a function that stops it.
 */
export function showPlaceholder(image: HTMLImageElement, thumbhash: string): () => void {
  if (image.complete && image.naturalWidth > 0) return () => {}
  const present = pictures.get(thumbhash)
  if (present !== undefined) image.style.backgroundImage = present
  else {
    waiting.set(image, thumbhash)
    if (!drawing) window.setTimeout(drawSome)
    drawing = true
  }
  const stop = (): void => {
    waiting.delete(image)
  }
  const uncover = (): void => {
    stop()
    image.style.backgroundImage = ''
  }
  image.addEventListener('load', uncover, { once: true })
  return stop
}

function drawSome(): void {
  drawing = false
  const until = performance.now() + TURN_MS_MAX
  for (const [image, thumbhash] of waiting) {
    waiting.delete(image)
    image.style.backgroundImage = kept(pictures, thumbhash, () => `url(${thumbHashToDataURL(bytesOf(thumbhash))})`)
    if (performance.now() > until) break
  }
  drawing = waiting.size > 0
  if (drawing) window.setTimeout(drawSome)
}
