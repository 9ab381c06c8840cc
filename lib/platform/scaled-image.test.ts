import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { previewImage, scaledImage } from './scaled-image'

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a08060' } })
    .withExif({ IFD0: { Copyright: 'A secret' } })
    .png()
    .toBuffer()

describe('pictures for visitors', () => {
  test('are no larger than asked for, never enlarged, and hold pixels alone', async () => {
    const large = await sharp(await scaledImage('large', 64, () => picture(300, 200))).metadata()
    expect(large).toMatchObject({ format: 'webp', width: 64, height: 43 })
    expect(large.exif).toBeUndefined()
    expect(await sharp(await scaledImage('small', 640, () => picture(30, 20))).metadata()).toMatchObject({ width: 30, height: 20 })
  })

  test('are made once for all who ask at the same moment, and again after a failure', async () => {
    let reads = 0
    const read = async () => {
      reads += 1
      if (reads === 1) throw new Error('away')
      return picture(30, 20)
    }
    await expect(scaledImage('once', 16, read)).rejects.toThrow('away')
    await Promise.all([scaledImage('once', 16, read), scaledImage('once', 16, read), scaledImage('once', 16, read)])
    expect(reads).toBe(2)
  })

  test('stand whole on a preview of 1200 × 630, whatever their ratio', async () => {
    for (const [width, height] of [
      [300, 200],
      [100, 400],
      [400, 100],
    ] as const) {
      expect(await sharp(await previewImage(`${width}`, () => picture(width, height))).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 })
    }
  })
})
