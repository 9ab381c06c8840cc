import { z } from 'zod'
import { isStorableText, NOT_STORABLE } from './text'
import { type InputSlot, isLink, type WorkflowGraph, workflowGraphSchema } from './workflow-graph'

export const WORKFLOW_BYTES_MAX = 256 * 1024
export const WORKFLOW_NODES_MAX = 300
export const WORKFLOWS_MAX = 20
export const WORKFLOW_NAME_LENGTH_MAX = 60

/** What a workflow of a team can be given, and what the input that takes it holds. */
export const WORKFLOW_SLOTS = {
  prompt: { label: 'Prompt', takes: 'text' },
  negativePrompt: { label: 'What to leave out', takes: 'text' },
  canvas: { label: 'Canvas', takes: 'picture' },
  seed: { label: 'Seed', takes: 'number' },
  depth: { label: 'Depth of the scene', takes: 'picture' },
  lines: { label: 'Lines of the scene', takes: 'picture' },
  reference2: { label: 'Reference 2', takes: 'picture' },
  reference3: { label: 'Reference 3', takes: 'picture' },
  width: { label: 'Width', takes: 'number' },
  height: { label: 'Height', takes: 'number' },
} as const satisfies Record<string, { label: string; takes: 'text' | 'picture' | 'number' }>
export type WorkflowSlot = keyof typeof WORKFLOW_SLOTS
export const SLOT_NAMES = Object.keys(WORKFLOW_SLOTS) as [WorkflowSlot, ...WorkflowSlot[]]

const EXPORT_IT = 'In ComfyUI choose File, Export (API), and choose that file here.'
const NOT_API_FORMAT = `This is not a workflow in the API format. ${EXPORT_IT}`
export const WORKFLOW_TOO_LARGE = `This workflow is too large. It may have ${WORKFLOW_NODES_MAX} nodes and ${WORKFLOW_BYTES_MAX / 1024} kB.`

const inputSlotSchema = z.strictObject({ node: z.string().min(1).max(200), input: z.string().min(1).max(200) })
const definitionSchema = z.strictObject({
  graph: workflowGraphSchema,
  /** The node whose picture is the result. */
  output: z.string().min(1).max(200),
  slots: z.partialRecord(z.enum(SLOT_NAMES), inputSlotSchema.optional()),
})

/** A workflow of a team: its graph and where Maquette puts what a request holds. It is never changed once it is kept. */
export type TeamWorkflowDefinition = { graph: WorkflowGraph; output: string; slots: Partial<Record<WorkflowSlot, InputSlot>> }
export type TeamWorkflow = TeamWorkflowDefinition & { id: string; name: string }

export const workflowNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the workflow a name.')
  .max(WORKFLOW_NAME_LENGTH_MAX, `A name has at most ${WORKFLOW_NAME_LENGTH_MAX} characters.`)
  .refine(isStorableText, NOT_STORABLE)

/** Nodes whose picture can be the result. */
const ENDS = new Set(['SaveImage', 'PreviewImage'])

/** The nodes of a graph that give a picture. */
export const outputsOf = (graph: WorkflowGraph): string[] => Object.keys(graph).filter((id) => ENDS.has(graph[id]?.class_type ?? ''))

/** The inputs of a graph that can take what belongs into a slot. */
export function inputsFor(slot: WorkflowSlot, graph: WorkflowGraph): InputSlot[] {
  const { takes } = WORKFLOW_SLOTS[slot]
  return Object.entries(graph).flatMap(([node, { class_type: name, inputs }]) =>
    Object.entries(inputs)
      .filter(([input, value]) => {
        if (takes === 'picture') return name === 'LoadImage' && input === 'image'
        return takes === 'text' ? typeof value === 'string' && name !== 'LoadImage' : typeof value === 'number'
      })
      .map(([input]) => ({ node, input })),
  )
}

/** What ComfyUI saves for itself, with the places of its nodes; it cannot be run through the API. */
const savedSchema = z.object({ nodes: z.array(z.unknown()) })
const titlesSchema = z.record(z.string(), z.object({ _meta: z.object({ title: z.string() }).optional().catch(undefined) }))

/** What a chosen file holds. `titles` are those of its nodes, by node, for a form to name them; they are not kept. */
export type WorkflowFile = { graph: WorkflowGraph; titles: Readonly<Record<string, string>> }

/**
 * A workflow from the text of a file.
 * @returns what the file holds, or why it is no workflow as a sentence for the user.
 */
export function readWorkflowFile(text: string): { ok: true; file: WorkflowFile } | { ok: false; message: string } {
  const no = (message: string) => ({ ok: false, message }) as const
  const json = parseJson(text)
  if (json === undefined) return no(`This file is not JSON, so it is no workflow. ${EXPORT_IT}`)
  if (savedSchema.safeParse(json).success) return no(`This workflow was saved, and Maquette needs it exported. ${EXPORT_IT}`)
  const graph = workflowGraphSchema.safeParse(json)
  if (!graph.success || Object.keys(graph.data).length === 0) return no(NOT_API_FORMAT)
  if (outputsOf(graph.data).length === 0)
    return no('No node of this workflow gives a picture. In ComfyUI add Save Image or Preview Image, and export it again.')
  const titled = Object.entries(titlesSchema.parse(json)).flatMap(([node, { _meta: meta }]) => (meta ? [[node, meta.title] as const] : []))
  return { ok: true, file: { graph: graph.data, titles: Object.fromEntries(titled) } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Names that authors of nodes give to an input that takes what belongs into a slot. */
const USUAL_NAMES: Partial<Record<WorkflowSlot, readonly string[]>> = {
  prompt: ['prompt', 'text'],
  seed: ['seed', 'noise_seed'],
  width: ['width'],
  height: ['height'],
}

/** What a form begins with: inputs whose name says what they take, each the first of its kind. */
export function suggestSlots(graph: WorkflowGraph): TeamWorkflowDefinition['slots'] {
  const slots: TeamWorkflowDefinition['slots'] = {}
  for (const name of SLOT_NAMES) {
    const usual = USUAL_NAMES[name]
    const found = usual && inputsFor(name, graph).find(({ input }) => usual.includes(input))
    if (found) slots[name] = found
  }
  const { width, height, ...others } = slots
  return width && height ? slots : others
}

/**
 * A workflow that can be kept, from what somebody sent.
 * @returns the workflow, or why it cannot be kept as a sentence for the user.
 */
export function readWorkflow(sent: unknown): { ok: true; definition: TeamWorkflowDefinition } | { ok: false; message: string } {
  const no = (message: string) => ({ ok: false, message }) as const
  const parsed = definitionSchema.safeParse(sent)
  if (!parsed.success) return no(NOT_API_FORMAT)
  const { graph, output, slots } = parsed.data
  if (new TextEncoder().encode(JSON.stringify(graph)).byteLength > WORKFLOW_BYTES_MAX || Object.keys(graph).length > WORKFLOW_NODES_MAX) {
    return no(WORKFLOW_TOO_LARGE)
  }
  for (const [id, { inputs }] of Object.entries(graph)) {
    for (const [input, value] of Object.entries(inputs)) {
      if (isLink(value) && !Object.hasOwn(graph, value[0])) return no(`Node ${id} reads node ${value[0]} in ${input}, and there is no such node.`)
    }
  }
  if (!outputsOf(graph).includes(output)) return no('Choose the node that gives the picture: Save Image or Preview Image.')
  if (!slots.prompt) return no('Choose the input that takes the prompt.')
  if ((slots.width === undefined) !== (slots.height === undefined)) return no('Choose inputs for both width and height, or for neither.')
  if (slots.reference3 && !slots.reference2) return no('Choose an input for reference 2 first.')
  const taken = new Map<string, WorkflowSlot>()
  for (const name of SLOT_NAMES) {
    const slot = slots[name]
    if (!slot) continue
    const { label } = WORKFLOW_SLOTS[name]
    if (!inputsFor(name, graph).some(({ node, input }) => node === slot.node && input === slot.input))
      return no(`${label} cannot go to ${slot.input} of node ${slot.node}.`)
    const key = JSON.stringify([slot.node, slot.input])
    const other = taken.get(key)
    if (other) return no(`${label} and ${WORKFLOW_SLOTS[other].label} go to the same input. Choose another for one of them.`)
    taken.set(key, name)
  }
  return { ok: true, definition: { graph, output, slots } }
}
