import 'server-only'
import path from 'node:path'
import type { Actor } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { getGeneration, type OutputFile } from '@/lib/data/generations/queries'
import { env } from '@/lib/platform/env'
import type { Ingredient } from '@/lib/platform/provenance/content-credentials'
import type { OutputMetadata } from '@/lib/platform/provenance/output-metadata'

/**
 * A file to take away, signed where the installation signs and the format can carry it. Anything else comes back as it is.
 * @param ingredients What the signature names as its parts, asked for where something is signed alone.
 */
export async function withCredentials(
  bytes: Uint8Array,
  mime: string,
  metadata: OutputMetadata,
  ingredients: () => Promise<Ingredient[]> = async () => [],
): Promise<Uint8Array> {
  const { CONTENT_CREDENTIALS, CONTENT_CREDENTIALS_CERTIFICATE: certificate, CONTENT_CREDENTIALS_KEY: key, MAQUETTE_DATA } = env()
  if (CONTENT_CREDENTIALS === 'off') return bytes
  // Loaded where it is wanted alone: most installations never sign.
  const [{ canSign, signPicture }, identities] = await Promise.all([
    import('@/lib/platform/provenance/content-credentials'),
    import('@/lib/platform/provenance/signing-identity'),
  ])
  if (!canSign(mime)) return bytes
  const own = path.join(MAQUETTE_DATA, 'content-credentials')
  const identity = await (certificate && key ? identities.readSigningIdentity({ certificate, key }) : identities.ownSigningIdentity(own))
  return signPicture({ bytes, mime }, metadata, await ingredients(), identity)
}

/** The snapshot of the scene and the references, for members: whoever receives the file sees small pictures of them. */
export async function ingredientsOf(actor: Actor, file: OutputFile): Promise<Ingredient[]> {
  const { references } = await getGeneration(actor, file.generationId)
  const wanted = [
    ...(file.snapshotAssetId && file.usesCanvas ? [{ title: 'Scene snapshot', assetId: file.snapshotAssetId }] : []),
    ...references.map(({ role, assetId }) => ({ title: `Reference, ${role}`, assetId })),
  ]
  return Promise.all(wanted.map(async ({ title, assetId }) => ({ title, bytes: (await readAssetBytes(actor, assetId)).bytes })))
}
