import { createHash } from 'node:crypto'
import type { Capabilities } from '@/lib/domain/capabilities'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import type { ComfyFile, HistoryEntry } from './answers'
import { COMFYUI, type ShippedWorkflow } from './capabilities'
import { type ComfyClient, ComfyUnreachable, createComfyClient } from './client'
import { fromHistory } from './failures'
import { fillWorkflow } from './fill-workflow'
import { followPrompt } from './follow'
import { type Frame, frameFor, outOfFrame } from './pictures'
import { preparePictures } from './prepare-pictures'
import { promptIdFor } from './prompt-id'
import { SHIPPED } from './shipped'
import type { Workflow } from './workflow'

/** Getting the picture is tried this often, for the work behind it is done. */
const VIEWS_MAX = 4
/** So many prompts with the same content may have failed before this one. */
const TURNS_MAX = 100

export type ComfyUiSettings = {
  /** Without a slash at its end. */
  baseUrl: string
  workflow: Workflow
  capabilities: Capabilities
  /** How often to ask where no event comes; for tests. */
  pollMs?: number
}

/** A workflow that comes with Maquette, as an engine. */
export const createShippedComfyUi = (name: ShippedWorkflow, baseUrl: string): Engine =>
  createComfyUi({ baseUrl, workflow: SHIPPED[name], capabilities: COMFYUI[name] })

/**
 * An engine on a ComfyUI of one's own. It costs nothing, so the caller may try again. The id of a prompt comes from what it
 * holds: after a restart the same request finds the prompt that was sent before, and is not made twice.
 */
export function createComfyUi({ baseUrl, workflow, capabilities, pollMs }: ComfyUiSettings): Engine {
  const client = createComfyClient(baseUrl)
  return {
    id: capabilities.id,
    version: `${workflow.id}/${createHash('sha256').update(JSON.stringify(workflow)).digest('hex').slice(0, 12)}`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      refuseWhatIsNotBound(workflow, request)
      const frame = frameFor(request, workflow.multiple)
      const pictures = await preparePictures(workflow, request, frame)
      run.signal.throwIfAborted()
      const graph = fillWorkflow(workflow, request, frame, pictures.names)
      let promptId: string | undefined
      try {
        const found = await findPrompt(client, run, (turn) => promptIdFor(graph, turn))
        promptId = found.promptId
        const id = promptId
        await run.job.keep(id)
        const entry = await followPrompt({ client, promptId: id, graph, run, pollMs }, async () => {
          if (found.underWay) return
          for (const picture of pictures.files) await client.upload(picture.name, picture.bytes, run.signal)
          await submitOnce(client, graph, id, run)
        })
        const failure = fromHistory(entry)
        if (failure) throw failure
        run.onProgress({ fraction: 1, step: 'Finishing', remainingMs: 0 })
        return await finish(client, { workflow, frame, entry, promptId: id, seed: request.seed }, run.signal)
      } catch (error) {
        if (run.signal.aborted) {
          if (promptId !== undefined) await client.cancel(promptId)
          throw run.signal.reason
        }
        throw error instanceof ComfyUnreachable ? new EngineError('transient', 'ComfyUI cannot be reached.', { cause: error }) : error
      }
    },
  }
}

/** What a workflow cannot take is said, and never left out in silence. Panel and server have asked before, so this is the last door. */
function refuseWhatIsNotBound({ inputs }: Workflow, request: EngineRequest): void {
  const refuse = (what: string): never => {
    throw new EngineError('unsupported', `This workflow ${what}.`)
  }
  if (!request.canvas && (inputs.canvas || inputs.controls.depth || inputs.controls.lines)) refuse('needs the canvas. Switch it on')
  if (request.references.length > inputs.references.length) refuse('does not take so many references. Remove them')
  if (request.negativePrompt && !inputs.negativePrompt) refuse('takes no words on what to leave out. Clear them')
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
async function submitOnce(client: ComfyClient, graph: ReturnType<typeof fillWorkflow>, promptId: string, run: EngineRun): Promise<void> {
  try {
    await client.submit(graph, promptId, run)
  } catch (error) {
    if (!(error instanceof ComfyUnreachable) || (await client.place(promptId, run.signal)).kind === 'unknown') throw error
  }
}

type Finished = { workflow: Workflow; frame: Frame; entry: HistoryEntry; promptId: string; seed: number }

/** Gets the picture that a prompt has made. */
async function finish(client: ComfyClient, { workflow, frame, entry, promptId, seed }: Finished, signal: AbortSignal): Promise<EngineResult> {
  const file = entry.outputs[workflow.output]?.images?.[0]
  if (!file) throw new EngineError('unsupported', 'The workflow ended without a picture at the node that should give it.')
  const bytes = await view(client, file, signal)
  const fitted = await outOfFrame(bytes, frame).catch((error: unknown) => {
    throw new EngineError('unsupported', 'ComfyUI answered with something that is not an image.', { cause: error })
  })
  return {
    bytes: fitted.bytes,
    mime: 'image/png',
    costMicroUsd: 0,
    seed: workflow.inputs.seed ? seed : null,
    details: { workflow: workflow.id, providerRequestId: promptId, providerWidth: fitted.from.width, providerHeight: fitted.from.height },
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
