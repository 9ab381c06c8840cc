import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AspectRatio, ImageSize } from '@/lib/domain/aspect-ratio'
import { EMPTY_HISTORY, type History, record, redo, undo } from '@/lib/scene/commands/history'
import type { SceneDocument } from '@/lib/scene/schema'
import type { SaveState } from '../save/autosave'

export type Tool = 'select' | 'move' | 'rotate' | 'scale'
export type PanelTab = 'design' | 'image' | 'history'
/** Nodes in the order in which they were selected, each once and never none; the last is the one whose values are shown. */
export type Selection = { kind: 'nodes'; ids: readonly string[] } | { kind: 'environment' } | null
/** Whether the 3D view runs, lost its graphics memory, or cannot be had in this browser. */
export type ViewState = 'running' | 'lost' | 'unavailable'

/** What the pointer or the keyboard is in the middle of. `before` is the document that one undo brings back. */
export type Interaction =
  | { kind: 'idle' }
  | { kind: 'orbit' }
  | { kind: 'drag'; label: string; before: SceneDocument }
  | { kind: 'rename'; target: 'node' | 'shot'; id: string }

export type EditorState = {
  /** Document: what is saved. Undo and redo act on it through the history. */
  document: SceneDocument
  history: History
  interaction: Interaction
  /** View: belongs to this window and is never saved with the scene. */
  sceneName: string
  selection: Selection
  tool: Tool
  snap: boolean
  grid: boolean
  ratio: AspectRatio
  /** Of the picture that Generate would make, for the caption of the frame. */
  size: ImageSize
  save: SaveState
  /** The newest save by somebody else that this window does not show yet. Null when there is none. */
  elsewhere: { revision: number; savedBy: { id: string; name: string } | null } | null
  view: ViewState
  tab: PanelTab
  helpOpen: boolean
}

export type EditorActions = {
  /** Changes the document as one step that can be undone. */
  commit: (label: string, change: (doc: SceneDocument) => SceneDocument) => void
  /** Shows a change while something is being dragged. The first call opens the step, {@link EditorActions.endDrag} closes it. */
  drag: (label: string, change: (doc: SceneDocument) => SceneDocument) => void
  endDrag: () => void
  /** Takes a drag back as if it had not begun. */
  cancelDrag: () => void
  /** Changes the document without a step: where the camera looks is saved, but undo does not turn the head. */
  navigate: (change: (doc: SceneDocument) => SceneDocument) => void
  undo: () => void
  redo: () => void
  /** Takes over another document, as when theirs is loaded after a conflict. Forgets the history. */
  replace: (document: SceneDocument) => void
  set: (view: Partial<Omit<EditorState, 'document' | 'history'>>) => void
  /** Selects the environment or nothing. */
  select: (selection: { kind: 'environment' } | null) => void
  /** Selects these nodes and nothing else. */
  selectNodes: (ids: readonly string[]) => void
  /** Adds a node to the selection, or takes it out. */
  toggleNode: (id: string) => void
}

export type EditorStore = StoreApi<EditorState> & { actions: EditorActions }

const NONE: readonly string[] = []
/** The selected nodes; the same array until the selection changes. */
export const selectedIds = ({ selection }: Pick<EditorState, 'selection'>): readonly string[] => (selection?.kind === 'nodes' ? selection.ids : NONE)
export const isSelected = (state: Pick<EditorState, 'selection'>, id: string): boolean => selectedIds(state).includes(id)

const nodesSelection = (ids: readonly string[]): Selection => (ids.length > 0 ? { kind: 'nodes', ids: [...new Set(ids)] } : null)

/** Keeps of a selection only what exists. */
function stillThere(selection: Selection, doc: SceneDocument): Selection {
  if (selection?.kind !== 'nodes' || selection.ids.every((id) => doc.nodes[id])) return selection
  return nodesSelection(selection.ids.filter((id) => doc.nodes[id]))
}

/** With `canEdit` false the document takes no change but where the camera looks. */
export function createEditorStore(initial: { document: SceneDocument; sceneName: string; tab: PanelTab }, canEdit = true): EditorStore {
  const store = createStore<EditorState>(() => ({
    ...initial,
    history: EMPTY_HISTORY,
    interaction: { kind: 'idle' },
    selection: null,
    tool: 'select',
    snap: false,
    grid: false,
    ratio: '4:3',
    size: 1024,
    save: { status: 'saved', message: null, behind: false },
    elsewhere: null,
    view: 'running',
    helpOpen: false,
  }))
  const { getState, setState } = store

  const endDrag = () => {
    const { interaction, history, document } = getState()
    if (interaction.kind !== 'drag') return
    setState({ interaction: { kind: 'idle' }, history: record(history, interaction.label, interaction.before, document) })
  }
  const step = (move: typeof undo) => {
    endDrag()
    const { history, document, selection } = getState()
    const next = move(history, document)
    if (next) setState({ history: next.history, document: next.doc, selection: stillThere(selection, next.doc) })
  }

  const actions: EditorActions = {
    commit(label, change) {
      if (!canEdit) return
      endDrag()
      const { document, history, selection } = getState()
      const next = change(document)
      if (next === document) return
      setState({ document: next, history: record(history, label, document, next), selection: stillThere(selection, next) })
    },
    drag(label, change) {
      if (!canEdit) return
      const { document, interaction } = getState()
      const next = change(document)
      if (interaction.kind !== 'drag') setState({ interaction: { kind: 'drag', label, before: document }, document: next })
      else if (next !== document) setState({ document: next })
    },
    endDrag,
    cancelDrag() {
      const { interaction } = getState()
      if (interaction.kind === 'drag') setState({ document: interaction.before, interaction: { kind: 'idle' } })
    },
    navigate(change) {
      const { document } = getState()
      const next = change(document)
      if (next !== document) setState({ document: next })
    },
    undo: () => step(undo),
    redo: () => step(redo),
    replace(document) {
      setState({ document, history: EMPTY_HISTORY, interaction: { kind: 'idle' }, selection: stillThere(getState().selection, document) })
    },
    set: (view) => setState(view),
    select: (selection) => setState({ selection }),
    selectNodes: (ids) => setState({ selection: stillThere(nodesSelection(ids), getState().document) }),
    toggleNode(id) {
      const ids = selectedIds(getState())
      actions.selectNodes(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])
    },
  }
  return Object.assign(store, { actions })
}
