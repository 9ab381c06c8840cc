import { expect, test } from 'vitest'
import { SAMPLE_SCENES } from '../samples'
import { commonCentre, duplicateNodes, moveNodes, removeNodes, setNodesVisible } from './many'

const start = SAMPLE_SCENES.plinth.document
const ids = ['node_cap', 'node_bottle']

test('remove and hide act on all that exist, and on nothing else', () => {
  const removed = removeNodes(start, [...ids, 'node_unknown'])
  expect(removed.order).toEqual(start.order.filter((id) => !ids.includes(id)))
  const hidden = setNodesVisible(start, ids, false)
  expect(Object.keys(hidden.nodes).filter((id) => !hidden.nodes[id]?.visible)).toEqual(Object.keys(start.nodes).filter((id) => ids.includes(id)))
  expect(setNodesVisible(start, ids, true)).toBe(start)
})

test('copies stand after their originals, all moved by the same way', () => {
  const copied = duplicateNodes(
    start,
    ids.map((id) => [id, `${id}2`]),
    0.5,
  )
  for (const id of ids) {
    expect(copied.order[copied.order.indexOf(id) + 1]).toBe(`${id}2`)
    expect(copied.nodes[`${id}2`]?.position[0]).toBeCloseTo((start.nodes[id]?.position[0] ?? 0) + 0.5, 4)
  }
})

test('the common centre moves with what is around it', () => {
  const before = commonCentre(start, ids)
  const after = commonCentre(moveNodes(start, ids, [1, 2, 3]), ids)
  expect(after?.map((value, axis) => Math.round((value - (before?.[axis] ?? 0)) * 1e4) / 1e4)).toEqual([1, 2, 3])
  expect(commonCentre(start, ['node_unknown'])).toBeNull()
})
