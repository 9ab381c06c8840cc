import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { tsImport } from 'tsx/esm/api'
import { buildEngine } from './build-engine.mjs'

/**
 * Renders the pictures that the product shows of itself, with Studio, from the sample scenes: `node scripts/pictures.mjs`,
 * or with words to make only the files whose names hold one of them. Run it after a change of the samples or of Studio's
 * looks, look at every file, and commit them. The left picture of the landing page, `public/landing/scene.webp`, is the
 * editor's own snapshot of the same scene and is not made here.
 */
const LONGER_SIDE = 960
const FILE_BYTES_MAX = 60_000
const MANIFEST = 'db/seed/gallery-pictures.json'

await buildEngine()
const { studio } = await tsImport('../lib/engines/studio/index.ts', import.meta.url)
const { SAMPLE_SCENES } = await tsImport('../lib/scene/samples/index.ts', import.meta.url)
const { GALLERY_EXAMPLES } = await tsImport('../lib/domain/community/gallery-examples.ts', import.meta.url)
const { GUIDE_PAIRS } = await tsImport('../lib/domain/community/guide-pairs.ts', import.meta.url)
const { ratioValue } = await tsImport('../lib/domain/aspect-ratio.ts', import.meta.url)
const only = process.argv.slice(2)

/**
 * Pixels of a picture of a ratio whose longer side is {@link LONGER_SIDE}, both even.
 * @param {import('../lib/domain/aspect-ratio').AspectRatio} ratio
 */
function pixels(ratio) {
  const value = ratioValue(ratio)
  const even = (/** @type {number} */ side) => 2 * Math.round(side / 2)
  return value >= 1 ? { width: LONGER_SIDE, height: even(LONGER_SIDE / value) } : { width: even(LONGER_SIDE * value), height: LONGER_SIDE }
}

const ofGuide = (/** @type {import('../lib/domain/community/guide-pairs').GuidePair} */ { key, sample, ratio, camera, pictures, ...prompts }) =>
  /** @type {const} */ (['before', 'after'])
    .filter((side) => pictures?.[side] === undefined)
    .map((side) => ({ file: `guide/${key}-${side}.webp`, sample, ratio, camera, prompt: prompts[side], seed: 7, ...pixels(ratio) }))

const PICTURES = [
  { file: 'samples/plinth.webp', sample: 'plinth', width: 960, height: 720, prompt: '' },
  { file: 'samples/room-corner.webp', sample: 'room-corner', width: 960, height: 720, prompt: '' },
  { file: 'samples/small-objects.webp', sample: 'small-objects', width: 960, height: 720, prompt: '' },
  { file: 'landing/golden.webp', sample: 'small-objects', width: 1240, height: 930, prompt: 'Golden hour on a concrete table, long soft shadows' },
  { file: 'landing/marble.webp', sample: 'plinth', width: 960, height: 720, prompt: 'Overcast noon, marble floor, shallow focus' },
  { file: 'landing/evening.webp', sample: 'room-corner', width: 960, height: 720, prompt: 'Evening, warm light' },
  { file: 'landing/neon.webp', sample: 'small-objects', width: 960, height: 720, prompt: 'Night, neon light' },
  ...GALLERY_EXAMPLES.map((/** @type {import('../lib/domain/community/gallery-examples').GalleryExample} */ example) => ({
    ...example,
    file: `community/${example.key}.webp`,
    ...pixels(example.ratio),
  })),
  ...GUIDE_PAIRS.flatMap(ofGuide),
]

for (const { file, sample, width, height, prompt, camera, ratio = '4:3', seed = 7 } of PICTURES) {
  if (only.length > 0 && !only.some((word) => file.includes(word))) continue
  const scene = SAMPLE_SCENES[sample].document
  const canvas = { snapshot: new Uint8Array(), snapshotMime: 'image/png', scene, camera: camera ?? scene.camera, models: new Map() }
  const settings = { engine: 'studio', canvas: true, ratio, size: 1024, quality: 'standard', seed, images: 1 }
  const request = { prompt, width, height, quality: 'standard', seed, settings, canvas, references: [], edit: null }
  const { bytes } = await studio.generate(request, { signal: new AbortController().signal, onProgress: () => {} })
  const target = path.resolve('public', file)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, await encode(bytes))
  if (file.startsWith('community/')) await describe(path.basename(file, '.webp'), target, width, height)
  console.log(`public/${file}`)
}

/**
 * As WebP. Film grain costs many bytes and hides what less of them would show, so a large file is written again with fewer.
 * @param {Uint8Array} bytes
 */
async function encode(bytes) {
  const file = await sharp(bytes).webp({ quality: 84 }).toBuffer()
  return file.byteLength <= FILE_BYTES_MAX ? file : sharp(bytes).webp({ quality: 66 }).toBuffer()
}

/**
 * Writes down the size and the blurred placeholder of a picture of the gallery, for the rows that the seed makes.
 * @param {string} key
 * @param {string} target
 * @param {number} width
 * @param {number} height
 */
async function describe(key, target, width, height) {
  const { data, info } = await sharp(target).resize(100, 100, { fit: 'inside' }).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const thumbhash = Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
  const known = readManifest()
  const entries = Object.entries({ ...known, [key]: { width, height, thumbhash } }).sort(([a], [b]) => (a < b ? -1 : 1))
  mkdirSync(path.dirname(MANIFEST), { recursive: true })
  writeFileSync(MANIFEST, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
}

/** @returns {Record<string, { width: number, height: number, thumbhash: string }>} */
function readManifest() {
  return existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')) : {}
}
