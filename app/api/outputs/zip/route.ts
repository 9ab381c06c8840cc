import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { ingredientsOf, withCredentials } from '@/app/_server/with-credentials'
import { manifestFile, respondZip, ZIP_LIMIT, type ZipFile, zipName } from '@/app/_server/zip'
import type { Actor } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { requireUserId } from '@/lib/data/authorize'
import { getOutputFile } from '@/lib/data/generations/queries'
import { type ManifestEntry, manifestOf } from '@/lib/data/outputs/zip'
import { consume } from '@/lib/data/rate-limits/consume'
import { AppError } from '@/lib/domain/errors'
import { describedPng } from '@/lib/platform/image-output'

/** 500 ids and the commas between them. */
const FORM_BYTES_MAX = 40_000

/**
 * Chosen images as one zip, sent while it is read: a form with `outputs`, their ids between commas, at most 500. It begins
 * with `manifest.json`, which says of each file how it was made. Each image carries what a single download of it carries.
 * With the field `ask` it only says whether all of them can be had: an error in place of a file would take the page away.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    const { outputIds, onlyAsks } = await chosen(request)
    const entries = await manifestOf(actor, outputIds)
    if (onlyAsks) return respondOk({ images: entries.length })
    await consume(`zip:${requireUserId(actor)}`, ZIP_LIMIT)
    return respondZip(zipName(entries.length), contents(actor, entries))
  } catch (error) {
    return respondError(error)
  }
}

async function chosen(request: Request): Promise<{ outputIds: string[]; onlyAsks: boolean }> {
  if (Number(request.headers.get('content-length') ?? 0) > FORM_BYTES_MAX) throw unreadable()
  const form = await request.formData().catch(() => null)
  const outputs = form?.get('outputs')
  if (typeof outputs !== 'string') throw unreadable()
  const outputIds = outputs
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  return { outputIds, onlyAsks: form?.has('ask') ?? false }
}

const unreadable = (): AppError => new AppError('invalid', 'This request could not be read. Choose the images and download them again.')

async function* contents(actor: Actor, entries: readonly ManifestEntry[]): AsyncGenerator<ZipFile> {
  yield manifestFile(entries)
  for (const { file, outputId, createdAt } of entries) {
    const output = await getOutputFile(actor, outputId)
    const { bytes } = await readAssetBytes(actor, output.assetId)
    const input = await withCredentials(describedPng(bytes, output), 'image/png', output, () => ingredientsOf(actor, output))
    yield { name: file, input: new Uint8Array(input), lastModified: new Date(createdAt) }
  }
}
