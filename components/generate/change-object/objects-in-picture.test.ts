import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodeIds } from './decode-ids'
import { inSight, objectAt } from './objects-in-picture'

const WIDTH = 37
const HEIGHT = 23
/** Two objects before nothing; ids above 255, so that both bytes count. */
const ids = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
  if (x > 20 && y > 10) return 515
  return x < 10 ? 2 : 0
})
const png = async (changes: Uint16Array = ids, options: object = { compressionLevel: 9 }): Promise<ArrayBuffer> => {
  const buffer = await sharp(changes, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .toColourspace('grey16')
    .png(options)
    .toBuffer()
  return new Uint8Array(buffer).buffer
}

describe('the object-id pass in the browser', () => {
  test('is read as it was written, whatever filters its rows have', async () => {
    expect(await decodeIds(await png())).toEqual({ width: WIDTH, height: HEIGHT, ids })
    const noise = Uint16Array.from(ids, (_, i) => (Math.imul(i + 7, 2654435761) >>> 11) & 0xffff)
    for (const adaptiveFiltering of [true, false]) expect((await decodeIds(await png(noise, { adaptiveFiltering }))).ids).toEqual(noise)
    const ramp = Uint16Array.from(ids, (_, i) => (i % WIDTH) * 300 + Math.floor(i / WIDTH) * 41)
    expect((await decodeIds(await png(ramp, { adaptiveFiltering: true }))).ids).toEqual(ramp)
  })

  test('is refused when it is something else, or cut off', async () => {
    const color = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    await expect(decodeIds(new Uint8Array(color).buffer)).rejects.toThrow('object ids')
    await expect(decodeIds(new TextEncoder().encode('<html></html>').buffer)).rejects.toThrow('not a PNG')
    await expect(decodeIds((await png()).slice(0, 60))).rejects.toThrow()
  })

  test('tells the object at a place, and offers those in sight by name', () => {
    const table = [
      { id: 1, node: 'node_hidden', name: 'Hidden' },
      { id: 2, node: 'node_b', name: 'Vase 10' },
      { id: 515, node: 'node_a', name: 'Vase 2' },
    ]
    const picture = inSight({ width: WIDTH, height: HEIGHT, ids }, table)
    expect(picture.objects.map(({ name }) => name)).toEqual(['Vase 2', 'Vase 10'])
    expect([objectAt(picture, 0, 0)?.name, objectAt(picture, 1, 1)?.name, objectAt(picture, 0.45, 0.5)]).toEqual(['Vase 10', 'Vase 2', null])
  })
})
