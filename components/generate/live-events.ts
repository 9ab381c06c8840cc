import { type LiveEvent, liveEventSchema } from '@/lib/domain/live-event'

type Listener = (event: LiveEvent) => void

const LOCK = 'maquette-live'
const CHANNEL = 'maquette-live'
const RETRY_MS = 3000

/** What tabs say to each other: a newcomer asks for the present state, the leader answers with every event it has. */
type Message = { kind: 'event'; event: LiveEvent } | { kind: 'hello' }

/**
 * One EventSource a browser: HTTP/1.1 allows six connections to a server, so with seven tabs nothing would load. The tab
 * that holds a Web Lock listens and tells the others; when it closes, the lock moves on and another tab takes over.
 */
class LiveConnection {
  private readonly listeners = new Set<Listener>()
  private channel: BroadcastChannel | null = null
  private stop: AbortController | null = null
  /** The newest event of each row, so that a tab that opens later can be told the present state. */
  private readonly latest = new Map<string, LiveEvent>()

  add(listener: Listener): () => void {
    this.listeners.add(listener)
    if (this.listeners.size === 1) this.open()
    else for (const event of this.latest.values()) listener(event)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.close()
    }
  }

  private open(): void {
    const stop = new AbortController()
    this.stop = stop
    const channel = new BroadcastChannel(CHANNEL)
    this.channel = channel
    channel.onmessage = (message: MessageEvent<unknown>) => this.hear(message.data)
    channel.postMessage({ kind: 'hello' } satisfies Message)
    navigator.locks
      .request(LOCK, { signal: stop.signal }, () => this.lead(stop.signal))
      .catch(() => {
        // Aborted while it waited for the lock: the last listener has gone.
      })
  }

  private close(): void {
    this.stop?.abort()
    this.channel?.close()
    this.channel = null
    this.latest.clear()
  }

  private hear(data: unknown): void {
    if (!isMessage(data)) return
    if (data.kind === 'event') this.emit(data.event)
    else if (this.leading) for (const event of this.latest.values()) this.tell(event)
  }

  private leading = false

  /** Listens until the signal ends; the lock is held as long as the promise is open. */
  private lead(signal: AbortSignal): Promise<void> {
    this.leading = true
    return new Promise((resolve) => {
      let source: EventSource | null = null
      let timer: number | undefined
      const connect = (): void => {
        const opened = new EventSource('/api/events')
        source = opened
        opened.onmessage = (message: MessageEvent<string>) => this.receive(message.data)
        opened.onerror = () => {
          // After an answer that is no stream (signed out, restarting) the browser gives up by itself; we do not.
          if (opened.readyState !== EventSource.CLOSED) return
          timer = window.setTimeout(connect, RETRY_MS)
        }
      }
      connect()
      signal.addEventListener('abort', () => {
        this.leading = false
        window.clearTimeout(timer)
        source?.close()
        resolve()
      })
    })
  }

  private receive(text: string): void {
    const parsed = liveEventSchema.safeParse(JSON.parse(text))
    if (!parsed.success) return
    this.emit(parsed.data)
    this.tell(parsed.data)
  }

  private tell(event: LiveEvent): void {
    this.channel?.postMessage({ kind: 'event', event } satisfies Message)
  }

  private emit(event: LiveEvent): void {
    this.latest.set(`${event.type}:${event.id}`, event)
    for (const listener of this.listeners) listener(event)
  }
}

const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' && data !== null && 'kind' in data && (data.kind === 'hello' || data.kind === 'event')

let connection: LiveConnection | null = null

/** Calls back with every change in the teams of whoever is signed in, until the returned function is called. Browser only. */
export function onLiveEvent(listener: Listener): () => void {
  connection ??= new LiveConnection()
  return connection.add(listener)
}
