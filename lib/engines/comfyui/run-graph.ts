import type { WorkflowGraph } from '@/lib/domain/workflow-graph'
import { EngineError, type EngineRun } from '../contract'
import type { ComfyFile } from './answers'
import { type ComfyClient, ComfyUnreachable } from './client'
import { fromHistory } from './failures'
import { followPrompt } from './follow'
import type { PictureFile } from './prepare-pictures'
import { promptIdFor } from './prompt-id'

/** Getting the picture is tried this often, for the work behind it is done. */
const VIEWS_MAX = 4
/** So many prompts with the same content may have failed before this one. */
const TURNS_MAX = 100

export type GraphRun = {
  graph: WorkflowGraph
  /** The node whose first picture is the result. */
  output: string
  /** What the graph reads by name. */
  files: readonly PictureFile[]
  /** How often to ask where no event comes; for tests. */
  pollMs?: number
}

/**
 * Has ComfyUI work through a graph and gets the picture that it gives. The id of its prompt comes from what it holds: the
 * same graph finds the prompt that was sent before, and is not made twice. When nobody waits any more, the prompt is stopped.
 * @throws EngineError for every expected failure; the signal's reason when aborted.
 */
export async function runGraph(
  client: ComfyClient,
  { graph, output, files, pollMs }: GraphRun,
  run: EngineRun,
): Promise<{ bytes: Uint8Array; promptId: string }> {
  let promptId: string | undefined
  try {
    const found = await findPrompt(client, run, (turn) => promptIdFor(graph, turn))
    promptId = found.promptId
    const id = promptId
    await run.job.keep(id)
    const entry = await followPrompt({ client, promptId: id, graph, run, pollMs }, async () => {
      if (found.underWay) return
      for (const picture of files) await client.upload(picture.name, picture.bytes, run.signal)
      await submitOnce(client, graph, id, run)
    })
    const failure = fromHistory(entry)
    if (failure) throw failure
    run.onProgress({ fraction: 1, step: 'Finishing', remainingMs: 0 })
    const file = entry.outputs[output]?.images?.[0]
    if (!file) throw new EngineError('unsupported', 'The workflow ended without a picture at the node that should give it.')
    return { bytes: await view(client, file, run.signal), promptId: id }
  } catch (error) {
    if (run.signal.aborted) {
      if (promptId !== undefined) await client.cancel(promptId)
      throw run.signal.reason
    }
    throw error instanceof ComfyUnreachable ? new EngineError('transient', 'ComfyUI cannot be reached.', { cause: error }) : error
  }
}

/** The id to use, and whether its prompt waits, runs or has made its picture already. One that failed makes room for the next. */
async function findPrompt(client: ComfyClient, { job, signal }: EngineRun, idOf: (turn: number) => string): Promise<{ promptId: string; underWay: boolean }> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const promptId = turn === 0 && job.ref !== null ? job.ref : idOf(turn)
    const place = await client.place(promptId, signal)
    if (place.kind === 'unknown') return { promptId, underWay: false }
    if (place.kind !== 'ended' || (fromHistory(place.entry) === null && (await client.hasPictures(place.entry, signal)))) return { promptId, underWay: true }
  }
  throw new EngineError('unsupported', 'ComfyUI has failed at this image many times. Change something and try again.')
}

/** Sends a prompt. Where the line broke over it, the prompt may have arrived all the same, so it is looked for and not sent again. */
async function submitOnce(client: ComfyClient, graph: WorkflowGraph, promptId: string, run: EngineRun): Promise<void> {
  try {
    await client.submit(graph, promptId, run)
  } catch (error) {
    if (!(error instanceof ComfyUnreachable) || (await client.place(promptId, run.signal)).kind === 'unknown') throw error
  }
}

async function view(client: ComfyClient, file: ComfyFile, signal: AbortSignal): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return await client.view(file, signal)
    } catch (error) {
      if (!(error instanceof ComfyUnreachable) || tries >= VIEWS_MAX) throw error
    }
  }
}
