import { type ComparePicture, type CompareView, letterOf } from '@/lib/domain/comparison'
import { fit } from './view-math'

/** Browsers differ in how large a canvas they can draw; all of today's draw this many pixels. */
const AREA_MAX = 64e6
const SIDE_MAX = 16_000

type Rect = { x: number; y: number; width: number; height: number }
type Drawn = { image: ImageBitmap; index: number; label: string }

export type ExportedImage = { blob: Blob; width: number; height: number }

/**
 * The comparison as one PNG at full resolution: in the slider its split, in the overlay the mix, in the difference the heat
 * map, else all pictures side by side. Each with its letter and name. The whole pictures, whatever the zoom.
 * @throws Error when a picture cannot be read or the browser cannot draw one so large.
 */
export async function exportComparison(pictures: readonly ComparePicture[], view: CompareView, map: ImageBitmap | null): Promise<ExportedImage> {
  const indexes = view.mode === 'side' || view.mode === 'blink' ? pictures.map((_, index) => index) : [view.left, view.right]
  const drawn = await Promise.all(
    indexes.flatMap((index) => {
      const picture = pictures[index]
      return picture ? [load(picture).then((image): Drawn => ({ image, index, label: picture.label }))] : []
    }),
  )
  const [first, second] = drawn
  if (!first || !second) throw new Error('A comparison has two pictures at least.')
  const canvas = view.mode === 'side' || view.mode === 'blink' ? drawBeside(drawn) : drawTogether(first, second, view, map)
  for (const { image } of drawn) image.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('This browser cannot draw a picture so large.')
  return { blob, width: canvas.width, height: canvas.height }
}

async function load({ src }: ComparePicture): Promise<ImageBitmap> {
  const response = await fetch(src)
  if (!response.ok) throw new Error(`The picture answered ${response.status}.`)
  return createImageBitmap(await response.blob())
}

function newCanvas(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width)
  canvas.height = Math.round(height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw.')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#0d0e0f'
  context.fillRect(0, 0, canvas.width, canvas.height)
  return { canvas, context }
}

/** Rows of pictures of one height, that of the tallest; four in two rows. */
function drawBeside(drawn: readonly Drawn[]): HTMLCanvasElement {
  const columns = drawn.length === 4 ? 2 : drawn.length
  const rows = Math.ceil(drawn.length / columns)
  const frame = { width: Math.max(...drawn.map(({ image }) => image.width)), height: Math.max(...drawn.map(({ image }) => image.height)) }
  const gap = Math.round(frame.height * 0.012)
  const whole = { width: columns * frame.width + (columns - 1) * gap, height: rows * frame.height + (rows - 1) * gap }
  const k = Math.min(1, SIDE_MAX / Math.max(whole.width, whole.height), Math.sqrt(AREA_MAX / (whole.width * whole.height)))
  const { canvas, context } = newCanvas(whole.width * k, whole.height * k)
  for (const [at, each] of drawn.entries()) {
    const box = {
      x: (at % columns) * (frame.width + gap) * k,
      y: Math.floor(at / columns) * (frame.height + gap) * k,
      width: frame.width * k,
      height: frame.height * k,
    }
    drawWhole(context, each.image, box)
    drawTag(context, each, box, 'left')
  }
  return canvas
}

function drawTogether(left: Drawn, right: Drawn, view: CompareView, map: ImageBitmap | null): HTMLCanvasElement {
  // The frame has the shape of the left picture and the pixels of the larger one.
  const k = Math.max(1, Math.max(right.image.width, right.image.height) / Math.max(left.image.width, left.image.height))
  const box = { x: 0, y: 0, width: Math.round(left.image.width * k), height: Math.round(left.image.height * k) }
  const { canvas, context } = newCanvas(box.width, box.height)
  if (view.mode === 'difference' && map) drawWhole(context, map, box)
  else drawWhole(context, left.image, box)
  if (view.mode === 'overlay') {
    context.globalAlpha = view.opacity
    drawWhole(context, right.image, box)
    context.globalAlpha = 1
  }
  if (view.mode === 'slider') drawSplit(context, right.image, box, view.at)
  drawTag(context, left, box, 'left')
  drawTag(context, right, box, 'right')
  return canvas
}

function drawSplit(context: CanvasRenderingContext2D, image: ImageBitmap, box: Rect, at: number): void {
  const x = Math.round(box.width * at)
  context.save()
  context.beginPath()
  context.rect(x, 0, box.width - x, box.height)
  context.clip()
  context.fillRect(x, 0, box.width - x, box.height)
  drawWhole(context, image, box)
  context.restore()
  const line = Math.max(2, Math.round(box.width / 512))
  context.fillStyle = '#ffffff'
  context.fillRect(x - line / 2, 0, line, box.height)
}

function drawWhole(context: CanvasRenderingContext2D, image: ImageBitmap, box: Rect): void {
  const { width, height } = fit(box, image.width / image.height)
  context.drawImage(image, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)
}

/** Letter and name on a dark plate in an upper corner, in proportion to the picture. */
function drawTag(context: CanvasRenderingContext2D, { index, label }: Drawn, box: Rect, side: 'left' | 'right'): void {
  const unit = Math.max(12, Math.min(box.width, box.height) / 40)
  const family = getComputedStyle(document.body).fontFamily
  const letter = letterOf(index)
  const [bold, regular] = [`600 ${unit}px ${family}`, `400 ${unit}px ${family}`]
  context.font = bold
  const letterWidth = context.measureText(letter).width
  context.font = regular
  const name = shorten(context, label, box.width * 0.44 - letterWidth - unit * 2)
  const nameWidth = name === '' ? 0 : context.measureText(name).width + unit * 0.5
  const width = letterWidth + nameWidth + unit * 1.4
  const height = unit * 2
  const x = side === 'left' ? box.x + unit : box.x + box.width - unit - width
  const y = box.y + unit
  context.fillStyle = 'rgb(13 14 15 / 0.8)'
  context.beginPath()
  context.roundRect(x, y, width, height, unit * 0.5)
  context.fill()
  context.textBaseline = 'middle'
  context.fillStyle = '#ffffff'
  context.font = bold
  context.fillText(letter, x + unit * 0.7, y + height / 2)
  context.font = regular
  context.fillStyle = 'rgb(255 255 255 / 0.8)'
  context.fillText(name, x + unit * 0.7 + letterWidth + unit * 0.5, y + height / 2)
}

function shorten(context: CanvasRenderingContext2D, text: string, widthMax: number): string {
  if (context.measureText(text).width <= widthMax) return text
  const signs = [...text]
  while (signs.length > 0 && context.measureText(`${signs.join('').trimEnd()}…`).width > widthMax) signs.pop()
  return signs.length === 0 ? '' : `${signs.join('').trimEnd()}…`
}
