import type { TeamWorkflow } from '@/lib/domain/team-workflow'
import type { InputSlot } from '@/lib/domain/workflow-graph'
import { createComfyUi } from '.'
import { teamWorkflowCapabilities } from './capabilities'
import type { PictureSlot, Workflow } from './workflow'

/** Without its picture whoever reads the node loses that input, and ComfyUI says so where it cannot be without. */
const picture = (slot: InputSlot): PictureSlot => ({ ...slot, without: [{ node: slot.node, outputs: [] }] })

/** A workflow of a team in the form of those that come with Maquette. */
export function fromTeam({ id, graph, output, slots }: TeamWorkflow): Workflow {
  const { prompt, canvas, depth, lines, reference2, reference3 } = slots
  if (!prompt) throw new Error(`The workflow ${id} has no input for the prompt.`)
  return {
    id,
    graph,
    output,
    // The strictest of the usual models; where width and height are not bound, it is what the canvas is sent in.
    multiple: 16,
    numbersPictures: false,
    // Only the input for the canvas shows it the picture that a change begins with.
    ...(!canvas && (depth || lines) ? { describesWhole: true } : {}),
    inputs: {
      prompt,
      negativePrompt: slots.negativePrompt,
      canvas: canvas && picture(canvas),
      controls: { ...(depth && { depth: picture(depth) }), ...(lines && { lines: picture(lines) }) },
      references: [reference2, reference3].flatMap((slot) => (slot ? [picture(slot)] : [])),
      seed: slots.seed,
      width: slots.width,
      height: slots.height,
    },
  }
}

/** A workflow of a team, as an engine. */
export const createTeamComfyUi = (workflow: TeamWorkflow, baseUrl: string, pollMs?: number) =>
  createComfyUi({ baseUrl, workflow: fromTeam(workflow), capabilities: teamWorkflowCapabilities(workflow), pollMs })
