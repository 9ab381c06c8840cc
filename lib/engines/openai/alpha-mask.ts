import sharp from 'sharp'

/** Ours is white where the picture may change; OpenAI's is transparent there. */
export async function toAlphaMask(mask: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(mask).greyscale().extractChannel(0).negate().raw().toBuffer({ resolveWithObject: true })
  const size = { width: info.width, height: info.height }
  const png = await sharp({ create: { ...size, channels: 3, background: '#000000' } })
    .joinChannel(data, { raw: { ...size, channels: 1 } })
    .png()
    .toBuffer()
  return new Uint8Array(png)
}
