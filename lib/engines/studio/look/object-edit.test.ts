import { expect, it } from 'vitest'
import { smallObjects } from '@/lib/scene/samples/small-objects'
import { testCanvas, testEngineRequest } from '../../testing/engine-run'
import { compileScene } from '../compile/compile-scene'
import type { StudioMaterial } from '../studio-scene'
import { applyLook } from './index'

const SCENE_PROMPT = 'Golden hour, concrete table'
const canvas = { ...testCanvas({ snapshot: new Uint8Array() }), scene: smallObjects, camera: smallObjects.camera }
const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 1, images: 1 } as const
const edited = (prompt: string, nodeId: string, earlier: { nodeId: string; prompt: string }[] = []) => {
  const edit = { baseOutputId: 'out_1', nodeId, objectName: 'Object', grow: 0, includeShadow: false, scenePrompt: SCENE_PROMPT, earlier }
  return testEngineRequest({ prompt, settings: { ...settings, edit }, canvas })
}
async function look(request: ReturnType<typeof testEngineRequest>) {
  const { scene, grade } = await applyLook(await compileScene(canvas, 4 / 3), request)
  const materials = new Map<string, StudioMaterial | undefined>(scene.meshes.map((mesh) => [mesh.nodeId, scene.materials[mesh.material]]))
  const { meshes: _m, materials: _s, ...rest } = scene
  return { materials, rest, grade }
}

it('a change of one object keeps the light, the grade and every other object as the first prompt had them', async () => {
  const before = await look(testEngineRequest({ prompt: SCENE_PROMPT, settings, canvas }))
  const first = await look(edited('polished gold, at night, oak table', 'node_vase'))
  expect(first.rest).toEqual(before.rest)
  expect(first.grade).toEqual(before.grade)
  expect(
    [...before.materials].filter(([node, material]) => JSON.stringify(material) !== JSON.stringify(first.materials.get(node))).map(([node]) => node),
  ).toEqual(['node_vase'])
  expect(first.materials.get('node_vase')).toMatchObject({ metalness: 1 })

  const second = await look(edited('walnut', 'node_bowl', [{ nodeId: 'node_vase', prompt: 'polished gold, at night, oak table' }]))
  expect(second.materials.get('node_vase')).toEqual(first.materials.get('node_vase'))
  expect(second.materials.get('node_bowl')).toMatchObject({ pattern: 'wood' })
})
