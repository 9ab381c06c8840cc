import type { ObjectIds } from './decode-ids'

/** Screen pixels of the two lines: white on the object's edge, black around it, so that one of them shows on any picture. */
const WHITE = 2
const BLACK = 3.5
const DIRECTIONS = 16

/** Draws the outline of one object around it, in the pixels of the id pass. Clears what was there. */
export function drawOutline(canvas: HTMLCanvasElement, { width, height, ids }: ObjectIds, id: number | null): void {
  const context = canvas.getContext('2d')
  if (!context) return
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  context.clearRect(0, 0, width, height)
  if (id === null) return
  const scale = width / Math.max(1, canvas.clientWidth)
  const black = shapeOf({ width, height, ids }, id, 0)
  stamp(context, black, BLACK * scale)
  stamp(context, shapeOf({ width, height, ids }, id, 255), WHITE * scale)
  context.globalCompositeOperation = 'destination-out'
  context.drawImage(black, 0, 0)
  context.globalCompositeOperation = 'source-over'
}

/** The object's pixels in one grey on a clear ground. */
function shapeOf({ width, height, ids }: ObjectIds, id: number, grey: number): HTMLCanvasElement {
  const shape = document.createElement('canvas')
  shape.width = width
  shape.height = height
  const image = new ImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  // Red, green, blue and alpha lie in this order of bytes on every machine that runs a browser.
  const color = 0xff000000 | (grey << 16) | (grey << 8) | grey
  ids.forEach((value, i) => {
    if (value === id) pixels[i] = color
  })
  shape.getContext('2d')?.putImageData(image, 0, 0)
  return shape
}

/** Draws the shape moved by the radius in all directions: together they are the shape, grown. */
function stamp(context: CanvasRenderingContext2D, shape: HTMLCanvasElement, radius: number): void {
  for (let k = 0; k < DIRECTIONS; k++) {
    const angle = (k / DIRECTIONS) * 2 * Math.PI
    context.drawImage(shape, Math.cos(angle) * radius, Math.sin(angle) * radius)
  }
}
