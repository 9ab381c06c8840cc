import type { z } from 'zod'
import type { JsonValue } from '@/lib/domain/provider-exchange'
import type { WorkflowGraph } from '@/lib/domain/workflow-graph'
import { comfyUiAddress } from '@/lib/platform/comfyui-address'
import { EngineError, type EngineRun } from '../contract'
import { type ComfyFile, type HistoryEntry, historyAnswer, queueAnswer, refusalAnswer, uploadAnswer } from './answers'
import { fromRefusal } from './failures'
import { UPLOADS } from './prepare-pictures'

const CALL_MS_MAX = 30_000
const CANCEL_MS_MAX = 5_000
const PICTURE_BYTES_MAX = 64 * 1024 * 1024

/** Where a prompt is. `unknown`: it never arrived, was taken out of the queue, or ComfyUI was started again. */
export type Place = { kind: 'waiting'; ahead: number } | { kind: 'running' } | { kind: 'ended'; entry: HistoryEntry } | { kind: 'unknown' }

/** The line to ComfyUI broke, or what came over it was cut off. Asking again does no harm. */
export class ComfyUnreachable extends Error {
  constructor(cause: unknown) {
    super('ComfyUI cannot be reached', { cause })
    this.name = 'ComfyUnreachable'
  }
}

export type ComfyClient = ReturnType<typeof createComfyClient>

/**
 * ComfyUI's HTTP API. Each call throws `ComfyUnreachable` when the line breaks, `EngineError` for an answer that says no,
 * and the signal's reason when aborted.
 * @param baseUrl as `comfyUiAddress` takes it.
 */
export function createComfyClient(baseUrl: string) {
  const { address, headers } = comfyUiAddress(baseUrl)

  async function send(path: string, init: RequestInit, signal: AbortSignal, msMax = CALL_MS_MAX): Promise<Response> {
    try {
      return await fetch(`${address}${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
        signal: AbortSignal.any([signal, AbortSignal.timeout(msMax)]),
      })
    } catch (error) {
      signal.throwIfAborted()
      throw new ComfyUnreachable(error)
    }
  }

  async function read<T>(schema: z.ZodType<T>, response: Response, signal: AbortSignal): Promise<T> {
    if (!response.ok) throw response.status >= 500 ? new ComfyUnreachable(response.status) : fromRefusal(response.status, null)
    const body: unknown = await response.json().catch((error: unknown) => {
      signal.throwIfAborted()
      throw new ComfyUnreachable(error)
    })
    const parsed = schema.safeParse(body)
    if (!parsed.success) throw new EngineError('not_configured', 'What answers at the address of ComfyUI is not ComfyUI.', { cause: parsed.error })
    return parsed.data
  }

  const get = async <T>(schema: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T> => read(schema, await send(path, {}, signal), signal)
  const json = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

  return {
    /** Without name and password. */
    address,

    /** Keeps a PNG under its name. ComfyUI compares what it has under that name, so that nothing is kept twice. */
    async upload(name: string, png: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
      const form = new FormData()
      form.set('image', new Blob([png], { type: 'image/png' }), name)
      for (const [field, value] of Object.entries(UPLOADS)) form.set(field, value)
      const kept = await read(uploadAnswer, await send('/upload/image', { method: 'POST', body: form }, signal), signal)
      if (kept.name !== name)
        throw new EngineError('unsupported', 'ComfyUI holds another picture under a name of ours. Whoever runs it can empty its temporary files.')
    },

    /** Queues a graph under our own id, which is also the name that its events are sent to. */
    async submit(graph: WorkflowGraph, promptId: string, { signal, record }: Pick<EngineRun, 'signal' | 'record'>): Promise<void> {
      // Without the last one ComfyUI sends no previews, unless it was started with them.
      const body = { prompt: graph, prompt_id: promptId, client_id: promptId, extra_data: { preview_method: 'auto' } }
      const response = await send('/prompt', json(body), signal)
      const answer: JsonValue = await response.json().catch(() => null)
      await record({ request: { method: 'POST', url: `${address}/prompt`, body }, response: { status: response.status, body: answer } })
      if (response.ok) return
      const refusal = refusalAnswer.safeParse(answer)
      throw fromRefusal(response.status, refusal.success ? refusal.data : null)
    },

    async place(promptId: string, signal: AbortSignal): Promise<Place> {
      // A prompt goes from the queue into the history at once, so asked in this order it is never overlooked.
      const queue = await get(queueAnswer, '/queue', signal)
      if (queue.queue_running.some(([, id]) => id === promptId)) return { kind: 'running' }
      const own = queue.queue_pending.find(([, id]) => id === promptId)
      if (own) return { kind: 'waiting', ahead: queue.queue_running.length + queue.queue_pending.filter(([number]) => number < own[0]).length }
      const history = await get(historyAnswer, `/history/${encodeURIComponent(promptId)}`, signal)
      const entry = history[promptId]
      return entry ? { kind: 'ended', entry } : { kind: 'unknown' }
    },

    /** Whether the pictures that a prompt gave are still there; temporary files may have been emptied. */
    async hasPictures(entry: HistoryEntry, signal: AbortSignal): Promise<boolean> {
      const files = Object.values(entry.outputs).flatMap((output) => output.images ?? [])
      const answers = await Promise.all(files.map((file) => send(viewPath(file), { method: 'HEAD' }, signal)))
      return answers.every((answer) => answer.ok)
    },

    async view(file: ComfyFile, signal: AbortSignal): Promise<Uint8Array> {
      const response = await send(viewPath(file), {}, signal)
      if (response.status >= 500) throw new ComfyUnreachable(response.status)
      if (!response.ok) throw new EngineError('transient', 'ComfyUI no longer has the image that it made.')
      if (Number(response.headers.get('content-length') ?? 0) > PICTURE_BYTES_MAX)
        throw new EngineError('unsupported', 'The image that ComfyUI made is too large.')
      try {
        return new Uint8Array(await response.arrayBuffer())
      } catch (error) {
        signal.throwIfAborted()
        throw new ComfyUnreachable(error)
      }
    },

    /** Takes a prompt out of the queue or stops it. Says nothing when that does not succeed: nobody waits for the image any more. */
    async cancel(promptId: string): Promise<void> {
      const signal = AbortSignal.timeout(CANCEL_MS_MAX)
      try {
        await send('/queue', json({ delete: [promptId] }), signal, CANCEL_MS_MAX)
        // Older servers stop whatever runs, whoever asks: ours has to be the one that runs.
        const queue = await get(queueAnswer, '/queue', signal)
        if (queue.queue_running.some(([, id]) => id === promptId)) await send('/interrupt', json({ prompt_id: promptId }), signal, CANCEL_MS_MAX)
      } catch {
        return
      }
    },

    socket: { url: `${address.replace(/^http/, 'ws')}/ws`, headers },
  }
}

const viewPath = (file: ComfyFile): string => `/view?${new URLSearchParams(file)}`
