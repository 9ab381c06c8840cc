import { system } from '@/lib/data/actor'
import { beat } from '@/lib/data/generations/mutations'
import { getStatus } from '@/lib/data/generations/worker-queries'

const POLL_MS = 300
const BEAT_MS = 5_000

export type StopReason = 'ended' | 'timeout'
export type Watch = { signal: AbortSignal; reason: () => StopReason | null; stop: () => void }

/**
 * Watches a running generation's row while an engine works, since `cancelOn` acts only between steps: the signal aborts
 * within a second of Cancel, of deletion, or when the time is up. It also beats, so that the sweep knows we live.
 */
export function watchGeneration(id: string, timeoutMsMax: number): Watch {
  const controller = new AbortController()
  const deadline = Date.now() + timeoutMsMax
  let reason: StopReason | null = null
  let beatAt = Date.now() + BEAT_MS
  let timer: NodeJS.Timeout | undefined

  const abort = (why: StopReason): void => {
    reason = why
    controller.abort(new Error(why === 'timeout' ? 'The time for one image is up.' : 'The generation has ended.'))
  }
  async function look(): Promise<void> {
    try {
      if ((await getStatus(system, id)) !== 'running') return abort('ended')
      if (Date.now() > deadline) return abort('timeout')
      if (Date.now() > beatAt) {
        beatAt = Date.now() + BEAT_MS
        await beat(system, id)
      }
    } catch {
      // The database is away for a moment; the next look tells more.
    }
    if (!controller.signal.aborted) timer = setTimeout(() => void look(), POLL_MS)
  }
  timer = setTimeout(() => void look(), POLL_MS)

  return {
    signal: controller.signal,
    reason: () => reason,
    stop: () => {
      clearTimeout(timer)
      // Ends a look that is under way; the engine is done by now, so nobody listens any more.
      if (!controller.signal.aborted) controller.abort()
    },
  }
}
