import { isLink, type NodeInput, type WorkflowGraph } from '@/lib/domain/workflow-graph'
import type { EngineReference, EngineRequest } from '../contract'
import { picturesAndWords, promptAlone, promptForDepth } from '../hosted/picture-words'
import type { Frame } from './pictures'
import type { PictureSlot, Workflow } from './workflow'

/** The names under which ComfyUI finds the pictures, `null` for what this request does not have. */
export type PictureNames = {
  canvas: string | null
  depth: string | null
  lines: string | null
  base: string | null
  mask: string | null
  references: { name: string; reference: EngineReference }[]
}

type Draft = Record<string, { class_type: string; inputs: Record<string, NodeInput> }>

/**
 * The graph of a workflow with a request's values at its bound inputs, without the nodes that then lead nowhere. Values are
 * text, numbers and names of pictures that Maquette made up itself, so nothing that a user types can become a node or a link.
 */
export function fillWorkflow(workflow: Workflow, request: EngineRequest, frame: Frame, pictures: PictureNames): WorkflowGraph {
  const draft: Draft = Object.fromEntries(Object.entries(workflow.graph).map(([id, node]) => [id, { ...node, inputs: { ...node.inputs } }]))
  const { inputs } = workflow
  const set = (slot: { node: string; input: string } | undefined, value: NodeInput): void => {
    const node = slot && draft[slot.node]
    if (slot && node) node.inputs[slot.input] = value
  }
  const setPicture = (slot: PictureSlot | undefined, name: string | null): void => {
    if (slot && name === null) for (const skipped of slot.without) takeOut(draft, skipped)
    else if (name !== null) set(slot, name)
  }

  set(inputs.prompt, wordsFor(workflow, request))
  set(inputs.negativePrompt, request.negativePrompt)
  set(inputs.seed, request.seed)
  set(inputs.width, frame.width)
  set(inputs.height, frame.height)
  if (inputs.steps) set(inputs.steps, inputs.steps.count[request.quality])
  setPicture(inputs.canvas, pictures.canvas)
  setPicture(inputs.controls.depth, pictures.depth)
  setPicture(inputs.controls.lines, pictures.lines)
  if (inputs.edit && pictures.base !== null && pictures.mask !== null) {
    set(inputs.edit.base, pictures.base)
    set(inputs.edit.mask, pictures.mask)
    set(inputs.edit.link, inputs.edit.link.from)
  }
  for (const [i, slot] of inputs.references.entries()) {
    const given = pictures.references[i]
    setPicture(slot, given?.name ?? null)
    if (!given) continue
    set(slot.strength, given.reference.strength)
    const word = slot.role?.words[given.reference.role]
    if (word !== undefined) set(slot.role, word)
  }
  return onlyWhatLeadsTo(draft, workflow.output)
}

function wordsFor({ numbersPictures, describesWhole }: Workflow, request: EngineRequest): string {
  if (numbersPictures) return picturesAndWords(request, 'picture').text
  return describesWhole ? promptForDepth(request) : promptAlone(request)
}

/** Whoever reads the node reads what the node itself reads in its place, or loses that input. */
function takeOut(draft: Draft, { node: id, outputs }: { node: string; outputs: readonly string[] }): void {
  const taken = draft[id]
  for (const node of Object.values(draft)) {
    for (const [name, value] of Object.entries(node.inputs)) {
      if (!isLink(value) || value[0] !== id) continue
      const instead = taken?.inputs[outputs[value[1]] ?? '']
      if (instead === undefined) delete node.inputs[name]
      else node.inputs[name] = instead
    }
  }
  delete draft[id]
}

/** ComfyUI looks at every node that it is sent, also at those that nothing reads and whose extension may be missing. */
function onlyWhatLeadsTo(draft: Draft, output: string): WorkflowGraph {
  const wanted = new Set<string>()
  const open = [output]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.has(id)) continue
    wanted.add(id)
    for (const value of Object.values(draft[id]?.inputs ?? {})) if (isLink(value)) open.push(value[0])
  }
  return Object.fromEntries(Object.entries(draft).filter(([id]) => wanted.has(id)))
}
