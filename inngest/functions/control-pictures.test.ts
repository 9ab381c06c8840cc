import sharp from 'sharp'
import { expect, test } from 'vitest'
import { smallObjects } from '@/lib/scene/samples/small-objects'
import { controlPictures } from './control-pictures'

const size = { width: 96, height: 72 }
const canvas = { scene: smallObjects, camera: smallObjects.camera, models: new Map<string, Uint8Array>() }

test('depth and lines are grey PNGs of one byte a pixel, at the size of the output', async () => {
  const control = controlPictures(canvas, { ...size, signal: new AbortController().signal })
  for (const kind of ['depth', 'lines'] as const) {
    const { format, width, height, channels, depth } = await sharp(await control(kind)).metadata()
    expect({ format, width, height, channels, depth }).toEqual({ format: 'png', ...size, channels: 1, depth: 'uchar' })
  }
})

test('depth is lighter in front than behind, and lines are black and white', async () => {
  const control = controlPictures(canvas, { ...size, signal: new AbortController().signal })
  const depth = await sharp(await control('depth'))
    .raw()
    .toBuffer()
  expect([Math.min(...depth), Math.max(...depth)]).toEqual([0, 255])
  const row = (y: number): number => depth.subarray(y * size.width, (y + 1) * size.width).reduce((sum, grey) => sum + grey, 0)
  expect(row(size.height - 1)).toBeGreaterThan(row(0))
  expect(
    [
      ...new Set(
        await sharp(await control('lines'))
          .raw()
          .toBuffer(),
      ),
    ].sort((a, b) => a - b),
  ).toEqual([0, 255])
})

test('nothing is computed before a picture is asked for, and a cancel ends the computing', async () => {
  const stop = new AbortController()
  const control = controlPictures(canvas, { ...size, signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(control('depth')).rejects.toThrow('enough')
})
