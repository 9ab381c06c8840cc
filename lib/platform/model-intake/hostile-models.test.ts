import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { squareGlb, triangleGlb, writeGlb } from '@/e2e/fixtures/models'
import { AppError } from '@/lib/domain/errors'
import { normalizeModel } from '.'

/** The sentence that somebody who imports this file reads. Anything but an AppError fails the test. */
async function refusal(bytes: Uint8Array): Promise<{ code: string; says: string }> {
  try {
    await normalizeModel(bytes)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.userMessage).toMatch(/^[A-Z].*\.$/s)
    expect(error.userMessage).not.toMatch(/undefined|Error:|\[object/)
    return { code: error.code, says: error.userMessage }
  }
  throw new Error('It was not refused')
}

type Json = Record<string, unknown>
const broken = (patch: Json): Promise<{ code: string; says: string }> => refusal(triangleGlb(patch))

const ACCESSOR = { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' }
const WITHOUT_BYTES = { componentType: 5126, count: 3, type: 'VEC3' }
const VIEW = { buffer: 0, byteLength: 36 }
const surface = (primitive: Json): Json => ({ meshes: [{ primitives: [{ attributes: { POSITION: 0 }, ...primitive }] }] })
const sparse = (count: number, valuesOffset: number): Json => ({
  accessors: [{ ...ACCESSOR, sparse: { count, indices: { bufferView: 0, componentType: 5121 }, values: { bufferView: 0, byteOffset: valuesOffset } } }],
})
const meshopt = (settings: Json): Json => ({
  extensionsUsed: ['EXT_meshopt_compression'],
  bufferViews: [{ ...VIEW, extensions: { EXT_meshopt_compression: { buffer: 0, byteLength: 36, byteStride: 12, count: 3, mode: 'ATTRIBUTES', ...settings } } }],
})

test('the triangle that these tests break is fine as it is', async () => {
  expect((await normalizeModel(triangleGlb())).report.triangles).toBe(1)
})

describe('files that are something else', () => {
  test.each([
    ['a program called model.glb', Buffer.from(`MZ${'\0'.repeat(200)}`), 'not a glTF model'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), 'not a glTF model'],
    ['an OBJ', Buffer.from('# Blender\nv 0 0 0\nv 1 0 0\n'), 'not a glTF model'],
    ['nothing', new Uint8Array(), 'empty'],
    ['JSON that is no glTF', Buffer.from('{"hello":"world"}'), 'damaged'],
    ['JSON that breaks off', Buffer.from('{"asset":{"version":"2.0"},'), 'damaged'],
    ['text that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'damaged'],
    ['glTF 1.0', writeGlb({ asset: { version: '1.0' } }), 'glTF 2.0'],
    ['a GLB of version 1', writeGlb({ asset: { version: '2.0' } }, undefined, { version: 1 }), 'glTF 2.0'],
    ['a glTF without anything in it', writeGlb({ asset: { version: '2.0' } }), 'no surfaces'],
  ])('%s', async (_what, bytes, says) => {
    expect((await refusal(bytes)).says).toContain(says)
  })

  test('random bytes, also behind a true header', async () => {
    for (let i = 0; i < 200; i++) {
      const noise = randomBytes(8 + (i % 400))
      await refusal(noise[0] === 0x7b ? Buffer.concat([Buffer.from('x'), noise]) : noise)
      const header = writeGlb({}).subarray(0, 12)
      header.writeUInt32LE(12 + noise.length, 8)
      await refusal(Buffer.concat([header, noise]))
    }
  })
})

describe('lengths that lie', () => {
  test('a file that breaks off at any chunk boundary, or one byte beside it', async () => {
    const glb = Buffer.from(await squareGlb({ texture: true }))
    const jsonEnd = 20 + glb.readUInt32LE(12)
    const cuts = [1, 3, 4, 11, 12, 13, 19, 20, 21, jsonEnd - 1, jsonEnd, jsonEnd + 1, jsonEnd + 8, jsonEnd + 9, glb.length - 1]
    for (const cut of cuts) await refusal(glb.subarray(0, cut))
  })

  test('a file that breaks off at a boundary and declares the shorter length', async () => {
    const glb = Buffer.from(await squareGlb({ texture: true }))
    const jsonEnd = 20 + glb.readUInt32LE(12)
    for (const cut of [12, 20, jsonEnd, jsonEnd + 8]) {
      const shorter = Buffer.from(glb.subarray(0, cut))
      shorter.writeUInt32LE(cut, 8)
      await refusal(shorter)
    }
  })

  test('what follows the declared end is not read and does not come through', async () => {
    const { glb } = await normalizeModel(Buffer.concat([triangleGlb(), Buffer.from('MZ hidden program')]))
    expect(Buffer.from(glb).includes('hidden program')).toBe(false)
  })

  test.each<[string, Json]>([
    ['a buffer longer than the file', { buffers: [{ byteLength: 4_000_000_000 }] }],
    ['a buffer view beyond its buffer', { bufferViews: [{ ...VIEW, byteOffset: 8 }] }],
    ['a buffer view of a buffer that is not there', { bufferViews: [{ ...VIEW, buffer: 3 }] }],
    ['a buffer view of negative length', { bufferViews: [{ ...VIEW, byteLength: -1 }] }],
    ['an accessor beyond its buffer view', { accessors: [{ ...ACCESSOR, count: 4 }] }],
    ['an accessor that starts beyond it', { accessors: [{ ...ACCESSOR, byteOffset: 4 }] }],
    ['an accessor of 4 billion vertices', { accessors: [{ ...ACCESSOR, count: 4_000_000_000 }] }],
    ['an accessor of 4 billion vertices that takes no bytes', { accessors: [{ ...WITHOUT_BYTES, count: 4_000_000_000 }] }],
    ['a count that is no whole number', { accessors: [{ ...ACCESSOR, count: 2.5 }] }],
    ['a stride that leads outside', { bufferViews: [{ ...VIEW, byteStride: 16 }] }],
    ['sparse values that are not there', sparse(3, 12)],
    ['more sparse values than vertices', sparse(5, 0)],
    ['attributes of different lengths', { accessors: [ACCESSOR, { ...ACCESSOR, count: 2 }], ...surface({ attributes: { POSITION: 0, NORMAL: 1 } }) }],
    // Half of the float 1.0 read as an integer is far beyond three vertices.
    [
      'an index that points at no vertex',
      { accessors: [ACCESSOR, { bufferView: 0, byteOffset: 12, componentType: 5123, count: 3, type: 'SCALAR' }], ...surface({ indices: 1 }) },
    ],
    ['an accessor that is not there', surface({ attributes: { POSITION: 7 } })],
    ['a mesh that is not there', { nodes: [{ mesh: 9 }] }],
    ['a material that is not there', surface({ material: 2 })],
    ['positions that are no vectors', { accessors: [{ ...ACCESSOR, type: 'SCALAR' }] }],
    ['meshopt data that decodes to more than it says', meshopt({ count: 300_000_000 })],
    ['meshopt data that is none', meshopt({})],
    [
      'Draco data that is none',
      {
        extensionsUsed: ['KHR_draco_mesh_compression'],
        accessors: [WITHOUT_BYTES],
        ...surface({ extensions: { KHR_draco_mesh_compression: { bufferView: 0, attributes: { POSITION: 0 } } } }),
      },
    ],
  ])('%s', async (_what, patch) => {
    const before = process.memoryUsage().rss
    expect((await broken(patch)).code).toMatch(/^(invalid|too_large)$/)
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
  })
})

describe('more than fits', () => {
  test('a file over 50 MB', async () => {
    expect(await refusal(new Uint8Array(50 * 1024 * 1024 + 1))).toMatchObject({ code: 'too_large', says: expect.stringContaining('50 MB') })
  })

  test('a small mesh used so often that it is millions of triangles', async () => {
    const nodes = Array.from({ length: 30 }, () => ({ mesh: 0 }))
    expect(await broken({ accessors: [{ ...WITHOUT_BYTES, count: 300_000 }], nodes, scenes: [{ nodes: [...nodes.keys()] }] })).toEqual({
      code: 'too_large',
      says: expect.stringContaining('2 million'),
    })
  })

  test('nodes by the ten thousand', async () => {
    expect((await broken({ nodes: Array.from({ length: 20_001 }, () => ({})) })).says).toContain('too many objects')
  })

  test('nodes nested by the hundred', async () => {
    const nodes = Array.from({ length: 200 }, (_, i) => ({ children: i < 199 ? [i + 1] : [] }))
    expect((await broken({ nodes })).says).toContain('levels')
  })

  test.each([
    ['in a circle', [{ children: [1] }, { children: [0] }]],
    ['inside themselves', [{ children: [0] }]],
    ['with two parents', [{ children: [2] }, { children: [2] }, {}]],
    ['with a child that is not there', [{ children: [5] }]],
  ])('nodes %s', async (_how, nodes) => {
    expect((await broken({ nodes })).code).toBe('invalid')
  })

  test('JSON that nests so deep that reading it would overflow the stack', async () => {
    await refusal(writeGlb(`{"asset":{"version":"2.0"},"extras":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))
  })

  test('brackets inside of names do not count as nesting', async () => {
    const nodes = [{ mesh: 0, name: `${'['.repeat(500)}\\"{` }]
    expect((await normalizeModel(triangleGlb({ nodes }))).report.triangles).toBe(1)
  })
})

describe('files that reach outside', () => {
  test.each([
    'https://evil.test/data.bin',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    '../../etc/passwd',
    'textures/wood.bin',
    '//evil.test/x',
    'blob:x',
    '',
  ])('a buffer at %j is not fetched', async (uri) => {
    expect(await broken({ buffers: [{ byteLength: 36, uri }] })).toEqual({ code: 'invalid', says: expect.stringContaining('with everything embedded') })
  })

  test('a texture in another file is named', async () => {
    expect((await broken({ images: [{ uri: 'textures/wood.png' }], textures: [{ source: 0 }] })).says).toContain('textures/wood.png')
  })

  test.each<[string, Json]>([
    ['has no source', { textures: [{ name: 'Wood' }] }],
    ['has a source that is not there', { textures: [{ name: 'Wood', source: 4 }] }],
    ['has an image without bytes', { images: [{ name: 'Wood' }] }],
    ['has an empty image', { images: [{ name: 'Wood', uri: 'data:image/png;base64,' }] }],
    ['has an image that is no picture', { images: [{ name: 'Wood', uri: `data:image/png;base64,${Buffer.from('MZ program'.repeat(9)).toString('base64')}` }] }],
  ])('a texture that %s is an error that names it', async (_what, patch) => {
    const material = { materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }], ...surface({ material: 0 }) }
    expect((await broken({ ...material, textures: [{ name: 'Wood', source: 0 }], ...patch })).says).toContain('“Wood”')
  })
})

describe('extensions', () => {
  test.each(['KHR_something_new', 'constructor', '__proto__', 'toString'])('a model that needs %s, which nobody here knows, is refused', async (extension) => {
    expect(await broken({ extensionsUsed: [extension], extensionsRequired: [extension] })).toEqual({
      code: 'unsupported',
      says: expect.stringContaining(extension),
    })
  })
})

test('any single byte changed gives a model or a sentence, never anything else', async () => {
  const glb = Buffer.from(await squareGlb({ texture: true }))
  for (let i = 0; i < 400; i++) {
    const changed = Buffer.from(glb)
    changed[Math.floor((i / 400) * glb.length)] = randomBytes(1)[0] ?? 0
    await normalizeModel(changed).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
    })
  }
})
