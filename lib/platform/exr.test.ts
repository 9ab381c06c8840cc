import { FloatType } from 'three'
import { EXRLoader } from 'three/examples/jsm/loaders/EXRLoader.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeExr, encodeExr } from './exr'

const readSchema = z.object({ data: z.instanceof(Float32Array), width: z.number(), height: z.number(), header: z.looseObject({}) })

/** As another program reads it. Its rows come from the bottom, four values a pixel. */
function read(bytes: Uint8Array) {
  const read: object = new EXRLoader().setDataType(FloatType).parse(bytes.slice().buffer)
  return readSchema.parse(read)
}

/** Values that rounding, clamping or a colour profile would change. */
const plane = (length: number, seed: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898 + seed) * 10 ** ((i % 9) - 4))

describe('an OpenEXR file', () => {
  it.each([
    [7, 3],
    [33, 50],
  ])('of %i × %i pixels gives back every bit of three channels in a reader of others', async (width, height) => {
    const [R, G, B] = [plane(width * height, 1), plane(width * height, 2), plane(width * height, 3)]
    const { data, ...rest } = read(await encodeExr({ width, height, channels: { R, G, B }, facts: { near: 0.25 } }))
    expect(rest).toMatchObject({ width, height, header: { near: 0.25 } })
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = ((height - 1 - y) * width + x) * 4
        const i = y * width + x
        expect([data[at], data[at + 1], data[at + 2]]).toEqual([R[i], G[i], B[i]])
      }
    }
  })

  it('compresses what repeats', async () => {
    const bytes = await encodeExr({ width: 256, height: 256, channels: { Y: new Float32Array(256 * 256).fill(2.5) } })
    expect(bytes.byteLength).toBeLessThan(10_000)
    const { data } = read(bytes)
    expect(new Set(Array.from(data).filter((_, i) => i % 4 === 0))).toEqual(new Set([2.5]))
  })

  it('refuses a channel of another size', async () => {
    await expect(encodeExr({ width: 2, height: 2, channels: { Y: new Float32Array(3) } })).rejects.toThrow('number of values')
  })

  it.each([
    [7, 3],
    [33, 50],
  ])('of %i × %i pixels comes back to the bit when it is read', async (width, height) => {
    const channels = { R: plane(width * height, 1), G: new Float32Array(width * height).fill(2.5), B: plane(width * height, 3) }
    expect(await decodeExr(await encodeExr({ width, height, channels, facts: { near: 0.25 } }))).toEqual({ width, height, channels })
  })

  it('is refused where it is none, or cut off', async () => {
    const bytes = await encodeExr({ width: 20, height: 20, channels: { Y: plane(400, 1) } })
    await expect(decodeExr(new TextEncoder().encode('no picture at all'))).rejects.toThrow('no OpenEXR file of ours')
    await expect(decodeExr(bytes.subarray(0, bytes.byteLength - 9))).rejects.toThrow()
  })
})
