import { WebSocket } from 'undici'
import { type SocketEvent, socketEvent } from './answers'

/** How long to wait for the line before going on without it. */
const OPEN_MS_MAX = 3_000
const AGAIN_MS = 2_000
/** Binary messages begin with what they are and, for a preview, with its format: both big-endian 32 bits. */
const PREVIEW = 1
const PREVIEW_HEAD_BYTES = 8
const PREVIEW_MIMES: Record<number, string> = { 1: 'image/jpeg', 2: 'image/png' }

export type Preview = { bytes: Uint8Array; mime: string }
export type SocketListener = { onEvent: (event: SocketEvent) => void; onPreview: (preview: Preview) => void }

/**
 * Listens to what ComfyUI tells one client about its work. It only ever adds progress and previews: what came of the work
 * is asked over HTTP, so a line that cannot be had, or that breaks and comes back, harms nothing.
 */
export async function listen(
  { url, headers }: { url: string; headers: Record<string, string> },
  clientId: string,
  listener: SocketListener,
): Promise<{ close: () => void }> {
  let wanted = true
  let socket: WebSocket | undefined
  let again: NodeJS.Timeout | undefined

  const connect = (): Promise<void> =>
    new Promise((opened) => {
      const line = new WebSocket(`${url}?clientId=${encodeURIComponent(clientId)}`, { headers })
      socket = line
      line.binaryType = 'arraybuffer'
      line.addEventListener('open', () => opened())
      line.addEventListener('message', ({ data }) => deliver(data, listener))
      line.addEventListener('error', () => opened())
      line.addEventListener('close', () => {
        opened()
        if (wanted) again = setTimeout(() => void connect(), AGAIN_MS)
      })
    })

  await Promise.race([connect(), new Promise<void>((resolve) => void setTimeout(resolve, OPEN_MS_MAX).unref())])
  return {
    close: () => {
      wanted = false
      clearTimeout(again)
      socket?.close()
    },
  }
}

function deliver(data: unknown, { onEvent, onPreview }: SocketListener): void {
  if (typeof data === 'string') {
    const event = socketEvent.safeParse(parseJson(data))
    if (event.success) onEvent(event.data)
  } else if (data instanceof ArrayBuffer && data.byteLength > PREVIEW_HEAD_BYTES) {
    const head = new DataView(data)
    const mime = head.getUint32(0) === PREVIEW ? PREVIEW_MIMES[head.getUint32(4)] : undefined
    if (mime) onPreview({ bytes: new Uint8Array(data, PREVIEW_HEAD_BYTES), mime })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
