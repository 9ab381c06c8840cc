import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { actorForSession, type UserActor } from '@/lib/data/actor'
import { subscribeLive } from '@/lib/data/live'
import { AppError } from '@/lib/domain/errors'
import type { LiveEvent } from '@/lib/domain/live-event'
import { log } from '@/lib/platform/log'

export const dynamic = 'force-dynamic'

/** Also how fast a stream ends after its session was signed out or revoked. */
const HEARTBEAT_MS = 10_000
/** Every stream ends after a while and the browser opens another, which reads the memberships anew. */
const STREAM_MS_MAX = 15 * 60_000

/** Server-Sent Events: the present state of the actor's teams, then every change. Each message is one `LiveEvent`. */
export async function GET(request: Request): Promise<Response> {
  let actor: UserActor
  try {
    const asking = await currentActor()
    if (asking.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to do this.')
    actor = asking
  } catch (error) {
    return respondError(error)
  }
  const { sessionId } = actor
  const encoder = new TextEncoder()
  let close = (): void => {}

  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let closed = false
      let unsubscribe = (): void => {}
      const write = (text: string): void => {
        if (!closed) controller.enqueue(encoder.encode(text))
      }
      const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS)
      const end = setTimeout(() => close(), STREAM_MS_MAX)
      close = () => {
        if (closed) return
        closed = true
        clearInterval(heartbeat)
        clearTimeout(end)
        unsubscribe()
        try {
          controller.close()
        } catch {
          // The browser has closed it first.
        }
      }
      async function beat(): Promise<void> {
        const alive = await actorForSession(sessionId).catch(() => null)
        // While the database is away nobody can say; the stream stays and the next beat asks again.
        if (alive?.kind === 'anonymous') close()
        else write(': still here\n\n')
      }
      request.signal.addEventListener('abort', () => close())
      write('retry: 2000\n\n')
      try {
        const stop = await subscribeLive(actor, (event: LiveEvent) => write(`data: ${JSON.stringify(event)}\n\n`))
        if (closed) stop()
        unsubscribe = stop
      } catch (error) {
        log.warn('A live stream could not begin', { error })
        close()
      }
    },
    cancel: () => close(),
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  })
}
