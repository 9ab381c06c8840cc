import { expect, it } from 'vitest'
import { blank } from '@/lib/scene/samples/blank'
import { decodePasses, encodePasses } from './pass-files'
import type { ScenePasses } from './studio-scene'

it('passes come back from their files to the bit, with the names of their objects', async () => {
  const [width, height] = [19, 11]
  const passes: ScenePasses = {
    width,
    height,
    depth: Float32Array.from({ length: width * height }, (_, i) => Math.sqrt(i)),
    near: 0,
    far: 15,
    normal: Float32Array.from({ length: width * height * 3 }, (_, i) => Math.sin(i)),
    ids: Uint16Array.from({ length: width * height }, (_, i) => (i * 331) % 65536),
    nodes: ['node_a', 'node_gone'],
  }
  const scene = { ...blank, nodes: { node_a: { ...Object.values(blank.nodes)[0], name: 'Vase' } } } as typeof blank
  const files = Object.fromEntries((await encodePasses(passes, scene)).map(({ kind, bytes }) => [kind, bytes]))
  const { depth, normals, ids, objects } = files
  if (!depth || !normals || !ids || !objects) throw new Error('A file is missing.')
  const read = await decodePasses({ depth, normals, ids, objects })
  expect(read).toMatchObject({
    width,
    height,
    objects: [
      { id: 1, node: 'node_a', name: 'Vase' },
      { id: 2, node: 'node_gone', name: '' },
    ],
  })
  expect([read.depth, read.normal, read.ids]).toEqual([passes.depth, passes.normal, passes.ids])
  const smaller = (await encodePasses({ ...passes, width: 11, height: 19 }, scene)).find(({ kind }) => kind === 'ids')
  await expect(decodePasses({ depth, normals, ids: smaller?.bytes ?? ids, objects })).rejects.toThrow('do not belong together')
})
