import sharp from 'sharp'
import { expect, test } from 'vitest'
import { shrinkPictures } from './shrink-pictures'

const picture = async (width: number, height: number, format: 'png' | 'jpeg') => {
  const bytes = await sharp({ create: { width, height, channels: 3, background: '#406080' } })
    .toFormat(format)
    .toBuffer()
  return { bytes: new Uint8Array(bytes), mime: `image/${format}` }
}

test('a picture that fits stays as it is, to the byte', async () => {
  const small = await picture(1024, 1024, 'png')
  const [sent] = await shrinkPictures([small], { width: 512, height: 288 })
  expect(sent).toBe(small)
})

test.each(['png', 'jpeg'] as const)('a larger %s shrinks to a megapixel with its ratio and its type', async (format) => {
  const [sent] = await shrinkPictures([await picture(2048, 1024, format)], { width: 512, height: 288 })
  const { width, height, format: kept } = await sharp(sent?.bytes).metadata()
  expect({ width, height, kept }).toEqual({ width: 1448, height: 724, kept: format })
  expect(sent?.mime).toBe(`image/${format}`)
})

test('a larger picture may be as large as the one that is asked for', async () => {
  const large = await picture(2048, 1024, 'jpeg')
  const [sent] = await shrinkPictures([large], { width: 2048, height: 1152 })
  expect(sent).toBe(large)
})
