'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { dismissReports, hidePublication, restorePublication, setGalleryAccess, setGalleryBan } from '@/lib/data/community/moderation'
import { type GalleryAccess, galleryAccessSchema } from '@/lib/domain/community/publication'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

async function decide(work: () => Promise<void>): Promise<Result<null>> {
  return toResult(async () => {
    await work()
    revalidatePath('/admin/gallery')
    revalidatePath('/gallery')
    return null
  })
}

export async function hidePublicationAction(publicationId: string, reason: string): Promise<Result<null>> {
  return decide(async () => hidePublication(await currentActor(), parse(idSchema, publicationId), parse(z.string().max(1000), reason)))
}

export async function restorePublicationAction(publicationId: string): Promise<Result<null>> {
  return decide(async () => restorePublication(await currentActor(), parse(idSchema, publicationId)))
}

export async function keepPublicationAction(publicationId: string): Promise<Result<null>> {
  return decide(async () => dismissReports(await currentActor(), parse(idSchema, publicationId)))
}

export async function banAuthorAction(userId: string, banned: boolean): Promise<Result<null>> {
  return decide(async () => setGalleryBan(await currentActor(), parse(idSchema, userId), parse(z.boolean(), banned)))
}

export async function setGalleryAccessAction(gallery: GalleryAccess): Promise<Result<null>> {
  return decide(async () => setGalleryAccess(await currentActor(), parse(galleryAccessSchema, gallery)))
}
