import { describe, expect, it } from 'vitest'
import { removeNode, setCamera, setTransform } from '@/lib/scene/commands/commands'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { createEditorStore, selectedIds } from './editor-store'

const document = SAMPLE_SCENES.plinth.document
const open = () => createEditorStore({ document, sceneName: 'Test', tab: 'image' })
const moveTo = (x: number) => (doc: typeof document) => setTransform(doc, 'node_bottle', { position: [x, 0, 0] })

describe('the editor store', () => {
  it('makes one step of a whole drag', () => {
    const store = open()
    for (let i = 1; i <= 50; i++) store.actions.drag('Move', moveTo(i / 100))
    store.actions.endDrag()
    expect(store.getState().history.past).toHaveLength(1)
    store.actions.undo()
    expect(store.getState().document.nodes.node_bottle).toEqual(document.nodes.node_bottle)
    store.actions.redo()
    expect(store.getState().document.nodes.node_bottle?.position).toEqual([0.5, 0, 0])
  })

  it('takes a drag back as if it had not begun', () => {
    const store = open()
    store.actions.drag('Move', moveTo(1))
    store.actions.cancelDrag()
    expect(store.getState().document).toBe(document)
    expect(store.getState().history.past).toEqual([])
  })

  it('closes an open drag before another command, so that each is a step of its own', () => {
    const store = open()
    store.actions.drag('Move', moveTo(1))
    store.actions.commit('Delete', (doc) => removeNode(doc, 'node_cap'))
    expect(store.getState().history.past.map((step) => step.label)).toEqual(['Move', 'Delete'])
  })

  it('drops a selection whose node is gone', () => {
    const store = open()
    store.actions.selectNodes(['node_cap'])
    store.actions.commit('Delete', (doc) => removeNode(doc, 'node_cap'))
    expect(store.getState().selection).toBeNull()
  })

  it('keeps the selection an ordered set, and of it what exists', () => {
    const store = open()
    store.actions.selectNodes(['node_cap', 'node_bottle', 'node_cap', 'node_unknown'])
    expect(selectedIds(store.getState())).toEqual(['node_cap', 'node_bottle'])
    store.actions.toggleNode('node_ring')
    store.actions.toggleNode('node_cap')
    expect(selectedIds(store.getState())).toEqual(['node_bottle', 'node_ring'])
    store.actions.commit('Delete', (doc) => removeNode(doc, 'node_bottle'))
    expect(selectedIds(store.getState())).toEqual(['node_ring'])
    store.actions.toggleNode('node_ring')
    expect(store.getState().selection).toBeNull()
  })

  it('takes no change of a viewer but where the camera looks', () => {
    const store = createEditorStore({ document, sceneName: 'Test', tab: 'image' }, false)
    store.actions.commit('Delete', (doc) => removeNode(doc, 'node_cap'))
    store.actions.drag('Move', moveTo(1))
    store.actions.endDrag()
    expect(store.getState().document).toBe(document)
    store.actions.navigate((doc) => setCamera(doc, { position: [9, 9, 9] }))
    expect(store.getState().document.camera.position).toEqual([9, 9, 9])
  })
})
