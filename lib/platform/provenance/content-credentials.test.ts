import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset'
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf'
import { IngredientAssertion, ManifestStore } from '@trustnxt/c2pa-ts/manifest'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeOutput, OUTPUT_MIME } from '../image-output'
import { canSign, signPicture } from './content-credentials'
import type { OutputMetadata } from './output-metadata'
import { ownSigningIdentity } from './signing-identity'

const metadata: OutputMetadata = {
  prompt: 'Golden hour',
  engine: 'studio',
  engineVersion: '1.0.0',
  seed: 1,
  generationId: 'gen_1',
  ratio: '4:3',
  usesCanvas: true,
  sceneHash: null,
}
const plain = (background: string): Promise<Uint8Array> =>
  sharp({ create: { width: 96, height: 72, channels: 3, background } })
    .png()
    .toBuffer()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-credentials-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function signed(format: 'png' | 'jpeg'): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await encodeOutput(await plain('#8a6040'), format, metadata)
  const ingredients = [
    { title: 'Scene snapshot', bytes: await plain('#123456') },
    { title: 'Reference, style', bytes: await plain('#654321') },
  ]
  return new Uint8Array(await signPicture({ bytes, mime: OUTPUT_MIME[format] }, metadata, ingredients, await ownSigningIdentity(folder)))
}

function read(format: 'png' | 'jpeg', bytes: Uint8Array<ArrayBuffer>) {
  const asset = format === 'png' ? new PNG(bytes) : new JPEG(bytes)
  const jumbf = asset.getManifestJUMBF()
  if (!jumbf) throw new Error('There are no credentials in this file.')
  return { asset, store: ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(jumbf))) }
}

describe.each(['png', 'jpeg'] as const)('content credentials in a %s', (format) => {
  test('are valid to a reader, name what went into the picture, and leave its pixels and its XMP', async () => {
    const bytes = await signed(format)
    const { asset, store } = read(format, bytes)
    const result = await store.validate(asset)
    expect(result.statusEntries.filter(({ success }) => !success)).toEqual([])
    expect(result.isValid).toBe(true)
    const parts = store.getActiveManifest()?.assertions?.assertions.filter((assertion) => assertion instanceof IngredientAssertion)
    expect(parts?.map(({ title }) => title)).toEqual(['Scene snapshot', 'Reference, style'])
    const { width, height, xmpAsString } = await sharp(bytes).metadata()
    expect([width, height]).toEqual([96, 72])
    expect(xmpAsString).toContain('Golden hour')
  })

  test('show when a single byte of the picture was changed', async () => {
    const bytes = await signed(format)
    const at = bytes.length - 24
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const { asset, store } = read(format, bytes)
    expect((await store.validate(asset)).isValid).toBe(false)
  })
})

test('WebP is left unsigned, because nothing could write credentials into it', () => {
  expect(['image/png', 'image/jpeg', 'image/webp'].filter(canSign)).toEqual(['image/png', 'image/jpeg'])
})

test('an installation makes its identity once and keeps the key to itself', async () => {
  const first = await ownSigningIdentity(folder)
  const again = await ownSigningIdentity(folder)
  expect(again.certificate.equal(first.certificate)).toBe(true)
  expect((await stat(path.join(folder, 'key.pem'))).mode & 0o077).toBe(0)
  expect(await readFile(path.join(folder, 'certificates.pem'), 'utf8')).not.toContain('PRIVATE')
})
