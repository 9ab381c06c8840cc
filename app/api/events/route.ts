import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import type { UserActor } from '@/lib/data/actor'
import { subscribeLive } from '@/lib/data/live'
import { watchSession } from '@/lib/data/sessions/watch'
import { AppError } from '@/lib/domain/errors'
import type { LiveEvent } from '@/lib/domain/live-event'
import { log } from '@/lib/platform/log'
import { countStream } from '@/lib/platform/metrics'

export const dynamic = 'force-dynamic'

/** Often enough that nothing on the way takes the connection for dead. */
const HEARTBEAT_MS = 20_000
/** Every stream ends after a while and the browser opens another, which reads the memberships anew. */
const STREAM_MS_MAX = 15 * 60_000

/**
 * Server-Sent Events: the present state of the actor's teams, then every change. Each message is one `LiveEvent`. The
 * stream ends when the session does.
 */
export async function GET(request: Request): Promise<Response> {
  let actor: UserActor
  try {
    const asking = await currentActor()
    if (asking.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to do this.')
    actor = asking
  } catch (error) {
    return respondError(error)
  }
  const encoder = new TextEncoder()
  let close = (): void => {}

  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let closed = false
      countStream({})
      const stops: (() => void)[] = []
      const write = (text: string): void => {
        if (!closed) controller.enqueue(encoder.encode(text))
      }
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS)
      const end = setTimeout(() => close(), STREAM_MS_MAX)
      close = () => {
        if (closed) return
        closed = true
        countStream({}, -1)
        clearInterval(heartbeat)
        clearTimeout(end)
        for (const stop of stops) stop()
        try {
          controller.close()
        } catch {
          // The browser has closed it first.
        }
      }
      /** What begins after the end, because the browser left meanwhile, stops at once. */
      const until = (stop: () => void): void => {
        if (closed) stop()
        else stops.push(stop)
      }
      request.signal.addEventListener('abort', () => close())
      write('retry: 2000\n\n')
      try {
        until(await watchSession(actor, () => close()))
        if (!closed) until(await subscribeLive(actor, (event: LiveEvent) => write(`data: ${JSON.stringify(event)}\n\n`)))
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
