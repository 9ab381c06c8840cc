import { describe, expect, it } from 'vitest'
import * as commands from '../commands/commands'
import { newLight, newMesh } from '../commands/new-node'
import { SAMPLE_SCENES } from '../samples'
import type { SceneDocument } from '../schema'
import { applyPatches, applyUnchecked, diff, equalJson, type Patch } from './patch'

const start = SAMPLE_SCENES.plinth.document

/** A small generator with a seed, so that a failing walk can be walked again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** One of everything that a user can do, to something at random. */
function change(doc: SceneDocument, next: () => number, n: number): SceneDocument {
  const id = doc.order[Math.floor(next() * doc.order.length)] ?? ''
  const shot = doc.shots[Math.floor(next() * doc.shots.length)]?.id ?? ''
  const moves: (() => SceneDocument)[] = [
    () => commands.addNode(doc, `node_new${n}`, newMesh('box', 0.1, [next(), 0, next()])),
    () => commands.addNode(doc, `node_light${n}`, newLight('area', 0.2, [0, 0, 0])),
    () => commands.removeNode(doc, id),
    () => commands.renameNode(doc, id, `Thing ${n}`),
    () => commands.setVisible(doc, id, next() < 0.5),
    () => commands.setTransform(doc, id, { position: [next(), next(), next()], scale: [1, 1 + next(), 1] }),
    () => commands.setMaterial(doc, id, { roughness: next() }),
    () => commands.setGeometry(doc, id, { shape: 'torus', radius: 0.1 + next(), tube: 0.05 }),
    () => commands.duplicateNode(doc, id, `node_copy${n}`, 0.1),
    () => commands.reorderNode(doc, id, Math.floor(next() * doc.order.length)),
    () => commands.setEnvironment(doc, { intensity: next() * 2, clouds: next() }),
    () => commands.setCamera(doc, { position: [next(), next(), 1 + next()], fStop: next() < 0.5 ? null : 4 }),
    () => commands.setExposure(doc, next() * 4 - 2),
    () => commands.saveShot(doc, `shot_new${n}`, 'Shot'),
    () => commands.renameShot(doc, shot, `Shot ${n}`),
    () => commands.updateShot(doc, shot || 'shot_none'),
    () => commands.deleteShot(doc, shot),
    () => commands.goToShot(doc, shot),
  ]
  return moves[Math.floor(next() * moves.length)]?.() ?? doc
}

describe('patches', () => {
  it('turn any scene into any other that commands lead to, and back', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const next = random(seed)
      let doc = start
      for (let step = 0; step < 25; step++) doc = change(doc, next, step)
      expect(equalJson(applyPatches(start, diff(start, doc)), doc), `seed ${seed}`).toBe(true)
      expect(equalJson(applyPatches(doc, diff(doc, start)), start), `seed ${seed}, back`).toBe(true)
    }
  })

  it('are none for equal scenes, even when they are not the same object', () => {
    expect(diff(start, structuredClone(start))).toEqual([])
  })

  it('name the property that changed and nothing else', () => {
    const after = commands.setMaterial(start, 'node_bottle', { roughness: 0.5 })
    expect(diff(start, after)).toEqual([{ path: ['nodes', 'node_bottle', 'material', 'roughness'], value: 0.5 }])
  })

  it('share what they do not touch', () => {
    const after = applyUnchecked(start, [{ path: ['exposure'], value: 1 }])
    expect(after.nodes).toBe(start.nodes)
  })

  it.each([
    ['a prototype', [{ path: ['__proto__', 'polluted'], value: true }]],
    ['a constructor', [{ path: ['nodes', 'constructor', 'prototype'], value: { polluted: true } }]],
    ['a node that has a prototype for a name', [{ path: ['nodes', '__proto__'], value: { polluted: true } }]],
    ['a value of the wrong kind', [{ path: ['exposure'], value: 'bright' }]],
    ['a property that does not exist', [{ path: ['nodes', 'node_bottle', 'shine'], value: 1 }]],
    ['an order without its nodes', [{ path: ['order'], value: [] }]],
    ['a path that is too deep', [{ path: Array.from({ length: 9 }, () => 'nodes'), value: 1 }]],
    ['something that is no list', { path: ['exposure'], value: 1 }],
  ])('refuse %s', (_, patches) => {
    expect(() => applyPatches(start, patches)).toThrow()
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  it('skip a property whose parent was removed elsewhere', () => {
    const patches: Patch[] = [{ path: ['nodes', 'node_gone', 'material', 'roughness'], value: 0.5 }]
    expect(applyUnchecked(start, patches)).toBe(start)
  })
})
