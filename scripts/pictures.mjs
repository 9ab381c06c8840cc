import { mkdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { tsImport } from 'tsx/esm/api'
import { buildEngine } from './build-engine.mjs'

/**
 * Renders the pictures that the product shows of itself, with Studio, from the sample scenes: `node scripts/pictures.mjs`.
 * Run it after a change of the samples or of Studio's looks, look at every file, and commit them. The left picture of the
 * landing page, `public/landing/scene.webp`, is the editor's own snapshot of the same scene and is not made here.
 */
const PICTURES = [
  { file: 'samples/plinth.webp', sample: 'plinth', width: 960, height: 720, prompt: '' },
  { file: 'samples/room-corner.webp', sample: 'room-corner', width: 960, height: 720, prompt: '' },
  { file: 'samples/small-objects.webp', sample: 'small-objects', width: 960, height: 720, prompt: '' },
  { file: 'landing/golden.webp', sample: 'small-objects', width: 1240, height: 930, prompt: 'Golden hour on a concrete table, long soft shadows' },
  { file: 'landing/marble.webp', sample: 'plinth', width: 960, height: 720, prompt: 'Overcast noon, marble floor, shallow focus' },
  { file: 'landing/evening.webp', sample: 'room-corner', width: 960, height: 720, prompt: 'Evening, warm light' },
  { file: 'landing/neon.webp', sample: 'small-objects', width: 960, height: 720, prompt: 'Night, neon pink and blue light' },
]

await buildEngine()
const { studio } = await tsImport('../lib/engines/studio/index.ts', import.meta.url)
const { SAMPLE_SCENES } = await tsImport('../lib/scene/samples/index.ts', import.meta.url)
const only = process.argv.slice(2)

for (const { file, sample, width, height, prompt } of PICTURES) {
  if (only.length > 0 && !only.some((word) => file.includes(word))) continue
  const scene = SAMPLE_SCENES[sample].document
  const canvas = { snapshot: new Uint8Array(), snapshotMime: 'image/png', scene, camera: scene.camera, models: new Map() }
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'standard', seed: 7, images: 1 }
  const request = { prompt, width, height, quality: 'standard', seed: 7, settings, canvas, references: [] }
  const { bytes } = await studio.generate(request, { signal: new AbortController().signal, onProgress: () => {} })
  const target = path.resolve('public', file)
  mkdirSync(path.dirname(target), { recursive: true })
  await sharp(bytes).webp({ quality: 84 }).toFile(target)
  console.log(`public/${file}`)
}
