import 'server-only'
import path from 'node:path'
import type { Actor } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { getGeneration, type OutputFile } from '@/lib/data/generations/queries'
import { env } from '@/lib/platform/env'
import type { Ingredient } from '@/lib/platform/provenance/content-credentials'

/**
 * A file to take away, signed where the installation signs and the format can carry it, with the snapshot of the scene and
 * the references as ingredients. Anything else comes back as it is.
 */
export async function withCredentials(actor: Actor, bytes: Uint8Array, mime: string, file: OutputFile): Promise<Uint8Array> {
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
  return signPicture({ bytes, mime }, file, await ingredientsOf(actor, file), identity)
}

async function ingredientsOf(actor: Actor, file: OutputFile): Promise<Ingredient[]> {
  const { references } = await getGeneration(actor, file.generationId)
  const wanted = [
    ...(file.snapshotAssetId && file.usesCanvas ? [{ title: 'Scene snapshot', assetId: file.snapshotAssetId }] : []),
    ...references.map(({ role, assetId }) => ({ title: `Reference, ${role}`, assetId })),
  ]
  return Promise.all(wanted.map(async ({ title, assetId }) => ({ title, bytes: (await readAssetBytes(actor, assetId)).bytes })))
}
