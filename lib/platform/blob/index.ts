import path from 'node:path'
import { env, limitBlobRetries } from '../env'
import type { BlobStore } from './contract'
import { createDiskStore } from './disk-store'
import { createVercelStore } from './vercel-store'

export { type BlobBody, type BlobStore, type ByteRange, bodyBytes } from './contract'

let store: BlobStore | undefined

/** The store of this installation: Vercel Blob where its token is set, else a folder below the data folder. */
export function blobStore(): BlobStore {
  store ??= open()
  return store
}

function open(): BlobStore {
  const { BLOB_READ_WRITE_TOKEN: token, VERCEL_BLOB_API_URL: apiUrl, MAQUETTE_DATA: dataFolder } = env()
  if (!token) return createDiskStore(path.resolve(/* turbopackIgnore: true */ dataFolder, 'blobs'))
  limitBlobRetries()
  return createVercelStore({ token, readBaseUrl: apiUrl ? new URL(apiUrl).origin : undefined })
}
