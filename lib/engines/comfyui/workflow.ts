import type { ControlKind } from '@/lib/domain/capabilities'
import type { Quality, ReferenceRole } from '@/lib/domain/generation'
import type { InputSlot, WorkflowGraph } from '@/lib/domain/workflow-graph'

/**
 * The file name of a `LoadImage` node. Where the picture is left out, `without` takes out nodes: whoever reads output i of
 * such a node reads in its place what the node's input `outputs[i]` reads, or loses that input where there is none.
 */
export type PictureSlot = InputSlot & { without: readonly { node: string; outputs: readonly string[] }[] }

export type ReferenceSlot = PictureSlot & {
  /** Takes the strength, 0 to 1. */
  strength?: InputSlot
  /** Takes a word for the reference's role. */
  role?: InputSlot & { words: Partial<Record<ReferenceRole, string>> }
}

/** A graph and where in it Maquette puts what a request holds. Nothing else of the graph is ever changed. */
export type Workflow = {
  /** Lower-case letters, digits and hyphens. */
  id: string
  graph: WorkflowGraph
  /** The node whose picture is the result. */
  output: string
  /** Width and height have to be multiples of this many pixels. */
  multiple: 8 | 16
  /** Whether the model numbers its pictures, so that the prompt may say what each of them is for. */
  numbersPictures: boolean
  /**
   * Set where its model paints what the words describe and takes no instruction, for no picture reaches it beside depth and
   * lines but as noise to begin with. A change of one object is then described as the whole picture.
   */
  describesWhole?: true
  inputs: {
    prompt: InputSlot
    negativePrompt?: InputSlot
    canvas?: PictureSlot
    /** For a change of one object: the picture before, the mask of what may change, and the input that then reads another link. */
    edit?: { base: InputSlot; mask: InputSlot; link: InputSlot & { from: readonly [node: string, output: number] } }
    controls: Partial<Record<ControlKind, PictureSlot>>
    references: readonly ReferenceSlot[]
    seed?: InputSlot
    width?: InputSlot
    height?: InputSlot
    steps?: InputSlot & { count: Record<Quality, number> }
  }
}
