import { headers } from 'next/headers'
import { clientOf } from '@/app/_server/client'
import { respondError } from '@/app/_server/respond'
import { withCredentials } from '@/app/_server/with-credentials'
import { manifestFile, respondZip, ZIP_LIMIT, type ZipFile, zipName } from '@/app/_server/zip'
import type { ShareActor } from '@/lib/data/actor'
import { consume } from '@/lib/data/rate-limits/consume'
import { readShared, sharedFile } from '@/lib/data/share-links/visit'
import { downloadName, ownName } from '@/lib/domain/download-name'
import { notFound } from '@/lib/domain/errors'
import type { SharedImage } from '@/lib/domain/share-link'
import { hashToken } from '@/lib/platform/crypto'
import { describedPng } from '@/lib/platform/image-output'
import { metadataOf, namedBy } from '../_server/shared-download'
import { requireVisit } from '../_server/visit'

/** All images of a share link as one zip, where the link allows to take them away. How they were made is told where the link shows it. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { token } = await params
    const actor = await requireVisit(token)
    const { allowDownload, images } = await readShared(actor)
    if (!allowDownload || images.length === 0) throw notFound('This file')
    const { address } = clientOf(await headers())
    await consume(`shareZip:${hashToken(`${actor.shareLinkId} ${address ?? ''}`)}`, ZIP_LIMIT)
    return respondZip(zipName(images.length), contents(actor, images))
  } catch (error) {
    return respondError(error)
  }
}

async function* contents(actor: ShareActor, images: readonly SharedImage[]): AsyncGenerator<ZipFile> {
  const taken = new Set<string>()
  const entries: object[] = []
  for (const { outputId, title, width, height, details, createdAtMs } of images) {
    const file = await sharedFile(actor, outputId)
    const metadata = metadataOf(file)
    const name = ownName(downloadName(namedBy(file), 'png'), taken)
    const png = describedPng(await file.read('image'), metadata)
    const lastModified = new Date(createdAtMs)
    yield { name, input: new Uint8Array(metadata ? await withCredentials(png, 'image/png', metadata) : png), lastModified }
    entries.push({ file: name, title, width, height, createdAt: lastModified.toISOString(), ...details })
  }
  yield manifestFile(entries)
}
