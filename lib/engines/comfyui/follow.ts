import type { WorkflowGraph } from '@/lib/domain/workflow-graph'
import { EngineError, type EngineRun } from '../contract'
import type { HistoryEntry } from './answers'
import { type ComfyClient, ComfyUnreachable, type Place } from './client'
import { createProgress } from './progress'
import { listen } from './socket'

/** Asked this often where no event comes: the queue moves slowly. */
const POLL_MS = 2_000
/** A server that does not answer for 40 seconds is taken for gone. What it has made is found again when it is tried anew. */
const BREAKS_MAX = 20

const ENDS = new Set(['execution_success', 'execution_error', 'execution_interrupted'])

export type Follow = { client: ComfyClient; promptId: string; graph: WorkflowGraph; run: Pick<EngineRun, 'signal' | 'onProgress'>; pollMs?: number }

/**
 * Waits until a prompt has ended, however often the line breaks meanwhile, and tells how far it is.
 * @param begin is called once when events can be heard, so that none is missed: it sends the prompt.
 * @throws EngineError `transient` when ComfyUI forgot the prompt or cannot be reached for long.
 */
export async function followPrompt({ client, promptId, graph, run, pollMs = POLL_MS }: Follow, begin: () => Promise<void>): Promise<HistoryEntry> {
  const progress = createProgress(graph, run.onProgress)
  let wake = (): void => {}
  const line = await listen(client.socket, promptId, {
    onEvent: (event) => {
      if (event.data.prompt_id !== undefined && event.data.prompt_id !== promptId) return
      progress.event(event)
      if (ENDS.has(event.type) || (event.type === 'executing' && event.data.node === null)) wake()
    },
    onPreview: progress.preview,
  })
  try {
    run.signal.throwIfAborted()
    await begin()
    for (let breaks = 0; ; ) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const place = await asked(() => client.place(promptId, run.signal))
      if (place === null) {
        breaks += 1
        if (breaks > BREAKS_MAX) throw new EngineError('transient', 'ComfyUI cannot be reached any more.')
      } else {
        breaks = 0
        if (place.kind === 'ended') return place.entry
        if (place.kind === 'unknown')
          throw new EngineError('transient', 'ComfyUI no longer knows this image. It was started again, or somebody emptied its queue.')
        if (place.kind === 'waiting') progress.waiting(place.ahead)
      }
      await pause(pollMs, woken, run.signal)
    }
  } finally {
    line.close()
  }
}

/** The answer, or null where the line broke. */
async function asked(ask: () => Promise<Place>): Promise<Place | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ComfyUnreachable) return null
    throw error
  }
}

/** Until some time has passed, something is heard, or nobody waits any more. */
function pause(ms: number, woken: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(end, ms)
    function end(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      if (signal.aborted) reject(signal.reason)
      else resolve()
    }
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    void woken.then(end)
  })
}
