import { describe, expect, it } from 'vitest'
import { equalJson } from '../patches/patch'
import { SAMPLE_SCENES } from '../samples'
import type { SceneDocument } from '../schema'
import { addNode, duplicateNode, removeNode, setCamera, setTransform, uniqueName } from './commands'
import { EMPTY_HISTORY, HISTORY_STEPS_MAX, type History, record, redo, undo } from './history'
import { newMesh, sizeFor } from './new-node'

const start = SAMPLE_SCENES['small-objects'].document

function walk(steps: number): { history: History; documents: SceneDocument[] } {
  const documents = [start]
  let history = EMPTY_HISTORY
  for (let i = 0; i < steps; i++) {
    const before = documents.at(-1) ?? start
    const after = i % 5 === 4 ? removeNode(before, `node_n${i - 1}`) : addNode(before, `node_n${i}`, newMesh('sphere', 0.05, [i / 100, 0, 0]))
    history = record(history, `Step ${i}`, before, after)
    documents.push(after)
  }
  return { history, documents }
}

describe('undo', () => {
  it('goes back through 120 steps to the first document, and redo forward to the last', () => {
    const { history, documents } = walk(120)
    let at = { history, doc: documents.at(-1) ?? start }
    for (let i = 119; i >= 0; i--) {
      const next = undo(at.history, at.doc)
      if (!next) throw new Error(`step ${i} could not be undone`)
      at = next
      expect(equalJson(at.doc, documents[i])).toBe(true)
    }
    expect(undo(at.history, at.doc)).toBeNull()
    for (let i = 1; i <= 120; i++) {
      const next = redo(at.history, at.doc)
      if (!next) throw new Error(`step ${i} could not be redone`)
      at = next
      expect(equalJson(at.doc, documents[i])).toBe(true)
    }
    expect(redo(at.history, at.doc)).toBeNull()
  })

  it('forgets the steps ahead once something else is done', () => {
    const { history, documents } = walk(3)
    const back = undo(history, documents[3] ?? start)
    if (!back) throw new Error('nothing to undo')
    const other = setTransform(back.doc, 'node_vase', { position: [1, 0, 0] })
    expect(record(back.history, 'Move', back.doc, other).future).toEqual([])
  })

  it('keeps a bounded number of steps, the newest ones', () => {
    const { history } = walk(HISTORY_STEPS_MAX + 20)
    expect(history.past).toHaveLength(HISTORY_STEPS_MAX)
    expect(history.past.at(-1)?.label).toBe(`Step ${HISTORY_STEPS_MAX + 19}`)
  })

  it('does not turn the camera back that was orbited since', () => {
    const moved = setTransform(start, 'node_vase', { position: [1, 0, 0] })
    const history = record(EMPTY_HISTORY, 'Move', start, moved)
    const orbited = setCamera(moved, { position: [3, 3, 3] })
    const back = undo(history, orbited)
    expect(back?.doc.nodes.node_vase).toEqual(start.nodes.node_vase)
    expect(back?.doc.camera.position).toEqual([3, 3, 3])
  })

  it('records nothing when nothing changed', () => {
    expect(record(EMPTY_HISTORY, 'Nothing', start, structuredClone(start))).toBe(EMPTY_HISTORY)
  })
})

describe('commands', () => {
  it('give every new thing a name of its own', () => {
    expect(uniqueName(['Box', 'Box 2'], 'Box')).toBe('Box 3')
    const copy = duplicateNode(start, 'node_vase', 'node_copy', 0.1)
    expect(copy.nodes.node_copy?.name).toBe('Vase 2')
    expect(copy.order.indexOf('node_copy')).toBe(copy.order.indexOf('node_vase') + 1)
  })

  it('leave the document alone when what they are about is gone', () => {
    expect(removeNode(start, 'node_gone')).toBe(start)
    expect(setTransform(start, 'node_gone', { position: [0, 0, 0] })).toBe(start)
  })

  it('write numbers as people would', () => {
    const moved = setTransform(start, 'node_vase', { position: [0.1 + 0.2, -0, Number.NaN] })
    expect(moved.nodes.node_vase?.position).toEqual([0.3, 0, 0])
  })

  it('size new things by how far away the camera is', () => {
    expect([0.3, 1, 4, 40].map(sizeFor)).toEqual([0.02, 0.1, 0.5, 5])
  })
})
