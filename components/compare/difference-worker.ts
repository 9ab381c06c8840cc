import { differenceOf } from './difference'

/** What the page sends: two decoded pictures and the size at which to compare them, in pixels. */
export type DifferenceRequest = { left: ImageBitmap; right: ImageBitmap; width: number; height: number }
export type DifferenceReply = { map: ImageBitmap; share: number; mean: number }

/** Only what this thread uses: the page's types know no worker. */
type Thread = {
  onmessage: ((event: MessageEvent<DifferenceRequest>) => void) | null
  postMessage: (reply: DifferenceReply, transfer: Transferable[]) => void
}
const thread = self as unknown as Thread

thread.onmessage = ({ data: { left, right, width, height } }) => {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives workers no canvas.')
  const read = (picture: ImageBitmap): Uint8ClampedArray => {
    const k = Math.min(width / picture.width, height / picture.height)
    const [w, h] = [picture.width * k, picture.height * k]
    context.clearRect(0, 0, width, height)
    context.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h)
    picture.close()
    return context.getImageData(0, 0, width, height).data
  }
  const { pixels, share, mean } = differenceOf(read(left), read(right))
  context.putImageData(new ImageData(pixels, width, height), 0, 0)
  const map = canvas.transferToImageBitmap()
  thread.postMessage({ map, share, mean }, [map])
}
