import { type EditorStore, selectedIds } from '../store/editor-store'

/** `one` alone, `toggle` adds or takes out, `range` everything between the line selected last and this one. */
export type SelectHow = 'one' | 'toggle' | 'range'

export const howOf = (event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): SelectHow =>
  event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'one'

/** Selects a line of the outliner. A range follows what is seen there: objects first, then lights. */
export function selectRow({ actions, getState }: EditorStore, id: string, how: SelectHow): void {
  const state = getState()
  const anchor = selectedIds(state).at(-1)
  if (how === 'toggle') actions.toggleNode(id)
  else if (how === 'range' && anchor && anchor !== id) {
    const { order, nodes } = state.document
    const isLight = (node: string): boolean => nodes[node]?.type === 'light'
    const lines = [...order.filter((node) => !isLight(node)), ...order.filter(isLight)]
    const [from, to] = [lines.indexOf(anchor), lines.indexOf(id)]
    const between = lines.slice(Math.min(from, to), Math.max(from, to) + 1)
    // The line that the range began at stays last, so that another one with Shift begins there again.
    actions.selectNodes([...between.filter((other) => other !== anchor), anchor])
  } else actions.selectNodes([id])
}
