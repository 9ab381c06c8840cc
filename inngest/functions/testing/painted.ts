import sharp from 'sharp'
import { expect, vi } from 'vitest'
import { renderPasses } from '@/lib/engines/studio'
import { type Behaviour, outputsOf } from './render-harness'

/** Paints what the scene really shows, each object in a colour of its own, shaded a little. */
export const painted: Behaviour = async ({ canvas, width, height }) => {
  if (!canvas) throw new Error('This engine paints the canvas.')
  const { ids, normal } = await renderPasses(canvas, { width, height })
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, k) => {
    const i = Math.floor(k / 3)
    return ids[i] === 0 ? 230 : (((ids[i] ?? 0) * (61 + 40 * (k % 3))) % 180) * (0.6 + 0.4 * (normal[i * 3 + 2] ?? 0))
  })
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  return { bytes: new Uint8Array(bytes), mime: 'image/png', costMicroUsd: 0, seed: 1, details: {} }
}

/** The images of a generation once all of them are measured. */
export const measured = (id: string) =>
  vi.waitFor(
    async () => {
      const outputs = await outputsOf(id)
      expect(outputs.every(({ fidelityDetails }) => fidelityDetails !== null)).toBe(true)
      return outputs
    },
    { timeout: 40_000, interval: 30 },
  )
