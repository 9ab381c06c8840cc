import { makeZip } from 'client-zip'
import { currentActor } from '@/app/_server/actor'
import { contentDisposition } from '@/app/_server/content-disposition'
import { respondError } from '@/app/_server/respond'
import { requireUserId } from '@/lib/data/authorize'
import { type ZipFile, zipFiles } from '@/lib/data/outputs/zip'
import { consume } from '@/lib/data/rate-limits/consume'
import { AppError } from '@/lib/domain/errors'

/** A zip is a lot of reading: this many in ten minutes are plenty for a person. */
const LIMIT = { limit: 30, windowMs: 600_000 }
/** 500 ids and the commas between them. */
const FORM_BYTES_MAX = 40_000

/**
 * Chosen images as one zip, sent while it is read: a form with `outputs`, their ids between commas, at most 500. It begins
 * with `manifest.json`, which says of each file how it was made. The images are as they were made, hence not packed again.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    await consume(`zip:${requireUserId(actor)}`, LIMIT)
    const files = await zipFiles(actor, await chosen(request))
    const day = new Date().toISOString().slice(0, 10)
    return new Response(makeZip(contents(files)), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': contentDisposition(`maquette-${files.length}-images-${day}.zip`),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    return respondError(error)
  }
}

async function chosen(request: Request): Promise<string[]> {
  if (Number(request.headers.get('content-length') ?? 0) > FORM_BYTES_MAX) throw unreadable()
  const form = await request.formData().catch(() => null)
  const outputs = form?.get('outputs')
  if (typeof outputs !== 'string') throw unreadable()
  return outputs
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
}

const unreadable = (): AppError => new AppError('invalid', 'This request could not be read. Choose the images and download them again.')

async function* contents(files: readonly ZipFile[]) {
  const images = files.map(({ entry }) => entry)
  yield { name: 'manifest.json', input: `${JSON.stringify({ madeWith: 'Maquette', images }, null, 2)}\n`, lastModified: new Date() }
  for (const { entry, open } of files) yield { name: entry.file, input: await open(), lastModified: new Date(entry.createdAt) }
}
