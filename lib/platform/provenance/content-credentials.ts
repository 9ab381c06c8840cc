import 'server-only'
import { randomUUID } from 'node:crypto'
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset'
import { CoseAlgorithmIdentifier, LocalSigner } from '@trustnxt/c2pa-ts/cose'
import {
  ActionAssertion,
  ActionType,
  ClaimVersion,
  DataHashAssertion,
  DigitalSourceType,
  IngredientAssertion,
  type Manifest,
  ManifestStore,
  RelationshipType,
  ThumbnailAssertion,
  ThumbnailType,
} from '@trustnxt/c2pa-ts/manifest'
import sharp from 'sharp'
import type { OutputMetadata } from './output-metadata'
import type { SigningIdentity } from './signing-identity'

/** Something that went into a picture. Only a small picture of it is kept in the credentials. */
export type Ingredient = { title: string; bytes: Uint8Array }

const THUMBNAIL_SIDE = 256
const HASH = 'SHA-256'

/** What can be signed: the library that writes the credentials knows no WebP. */
export const canSign = (mime: string): mime is 'image/png' | 'image/jpeg' => mime === 'image/png' || mime === 'image/jpeg'

/**
 * Signs a picture with C2PA content credentials (specification 2.1): who made it with what, from which pictures, and a hash
 * of the file, so that any later change shows. Works without a network: there is no time stamp from outside.
 */
export async function signPicture(
  picture: { bytes: Uint8Array; mime: 'image/png' | 'image/jpeg' },
  metadata: OutputMetadata,
  ingredients: readonly Ingredient[],
  identity: SigningIdentity,
): Promise<Uint8Array> {
  const signer = new LocalSigner(identity.privateKey, CoseAlgorithmIdentifier.ES256, identity.certificate, identity.chain)
  const store = new ManifestStore()
  const instanceID = `xmp:iid:${randomUUID()}`
  const manifest = store.createManifest({ claimVersion: ClaimVersion.V2, assetFormat: picture.mime, instanceID, defaultHashAlgorithm: HASH, signer })
  const parts = await addIngredients(manifest, ingredients)
  manifest.addAssertion(madeBy(manifest, metadata, parts))
  const binding = DataHashAssertion.create(HASH)
  manifest.addAssertion(binding)

  const asset = picture.mime === 'image/png' ? new PNG(picture.bytes) : new JPEG(picture.bytes)
  await asset.ensureManifestSpace(store.measureSize())
  await binding.updateWithAsset(asset)
  await manifest.sign(signer)
  await asset.writeManifestJUMBF(store.getBytes())
  return asset.getDataRange()
}

async function addIngredients(manifest: Manifest, ingredients: readonly Ingredient[]): Promise<IngredientAssertion[]> {
  const parts: IngredientAssertion[] = []
  for (const [i, { title, bytes }] of ingredients.entries()) {
    const small = await sharp(bytes)
      .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 80 })
      .toBuffer()
    const suffix = i === 0 ? undefined : String(i)
    const thumbnail = ThumbnailAssertion.create('jpeg', new Uint8Array(small), ThumbnailType.Ingredient, suffix)
    manifest.addAssertion(thumbnail)
    const part = IngredientAssertion.createV3(RelationshipType.InputTo)
    part.title = title
    part.format = 'image/jpeg'
    part.thumbnail = manifest.createAssertionReference(thumbnail)
    if (i > 0) part.labelSuffix = i
    manifest.addAssertion(part)
    parts.push(part)
  }
  return parts
}

function madeBy(manifest: Manifest, metadata: OutputMetadata, parts: readonly IngredientAssertion[]): ActionAssertion {
  const { engine, engineVersion, usesCanvas } = metadata
  const made = new ActionAssertion()
  made.label = 'c2pa.actions.v2'
  made.actions = [
    {
      action: ActionType.C2paCreated,
      digitalSourceType: sourceType(engine, usesCanvas),
      softwareAgent: { name: `Maquette, ${engine}`, ...(engineVersion === null ? {} : { version: engineVersion }) },
      parameters: { ingredients: parts.map((part) => manifest.createAssertionReference(part)) },
    },
  ]
  return made
}

/** As lib/platform/provenance/source-type.ts, in the older words that the library knows: digital art is what became digital creation. */
function sourceType(engine: string, usesCanvas: boolean): DigitalSourceType {
  if (engine === 'studio') return DigitalSourceType.DigitalArt
  return usesCanvas ? DigitalSourceType.CompositeSynthetic : DigitalSourceType.TrainedAlgorithmicMedia
}
