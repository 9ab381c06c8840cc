import { assetKey } from '@/lib/data/assets/dto'
import type { StoredFile } from '@/lib/data/generations/worker-queries'
import { blobStore, bodyBytes } from '@/lib/platform/blob'

/** The bytes of a frozen input. */
export const loadFile = async (teamId: string, file: StoredFile): Promise<Uint8Array> =>
  bodyBytes(await blobStore().read(assetKey({ teamId, sha256: file.sha256 })))

/** The canonical models of a frozen scene, by asset id. */
export const loadModels = async (teamId: string, models: readonly StoredFile[]): Promise<Map<string, Uint8Array>> =>
  new Map(await Promise.all(models.map(async (file) => [file.assetId, await loadFile(teamId, file)] as const)))
