import { createHash } from 'node:crypto'
import type { Capabilities } from '@/lib/domain/capabilities'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { COMFYUI, type ShippedWorkflow } from './capabilities'
import { createComfyClient } from './client'
import { fillWorkflow } from './fill-workflow'
import { frameFor, outOfFrame } from './pictures'
import { preparePictures } from './prepare-pictures'
import { runGraph } from './run-graph'
import { SHIPPED } from './shipped'
import type { Workflow } from './workflow'

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
 * An engine on a ComfyUI of one's own. It costs nothing, so the caller may try again; after a restart the same request finds
 * the prompt that was sent before.
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
      const made = await runGraph(client, { graph, output: workflow.output, files: pictures.files, pollMs }, run)
      const fitted = await outOfFrame(made.bytes, frame).catch((error: unknown) => {
        throw new EngineError('unsupported', 'ComfyUI answered with something that is not an image.', { cause: error })
      })
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: 0,
        seed: workflow.inputs.seed ? request.seed : null,
        details: { workflow: workflow.id, providerRequestId: made.promptId, providerWidth: fitted.from.width, providerHeight: fitted.from.height },
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
