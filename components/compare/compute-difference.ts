import type { ComparePicture } from '@/lib/domain/comparison'
import type { DifferenceReply, DifferenceRequest } from './difference-worker'

/** Compared at no more pixels than these along the longer side: more would show no more and take seconds. */
const SIDE_MAX = 2048

async function decode(src: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(src, { signal })
  if (!response.ok) throw new Error(`The picture answered ${response.status}.`)
  return createImageBitmap(await response.blob())
}

/**
 * The difference of two pictures at the size of the first, computed in a worker so that the page stays free.
 * @throws Error when a picture cannot be read, or `AbortError` when `signal` ends it.
 */
export async function computeDifference(left: ComparePicture, right: ComparePicture, signal: AbortSignal): Promise<DifferenceReply> {
  const [a, b] = await Promise.all([decode(left.src, signal), decode(right.src, signal)])
  const k = Math.min(1, SIDE_MAX / Math.max(left.width, left.height))
  const request: DifferenceRequest = { left: a, right: b, width: Math.round(left.width * k), height: Math.round(left.height * k) }
  const worker = new Worker(new URL('./difference-worker.ts', import.meta.url))
  try {
    return await new Promise<DifferenceReply>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      worker.onmessage = (event: MessageEvent<DifferenceReply>) => resolve(event.data)
      worker.onerror = (event) => reject(new Error(event.message))
      worker.postMessage(request, [a, b])
    })
  } finally {
    worker.terminate()
  }
}
