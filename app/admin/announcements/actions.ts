'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { createAnnouncement, deleteAnnouncement, endAnnouncement } from '@/lib/data/instance/announcements'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { ANNOUNCEMENT_LEVELS, type AnnouncementLevel } from '@/lib/domain/instance/announcement'

const moment = z.iso.datetime().transform((text) => new Date(text))
const sentSchema = z.object({
  text: z.string().max(5000),
  level: z.enum(ANNOUNCEMENT_LEVELS),
  startsAt: moment.nullable(),
  endsAt: moment.nullable(),
})

async function change(work: () => Promise<unknown>): Promise<Result<null>> {
  return toResult(async () => {
    await work()
    revalidatePath('/', 'layout')
    return null
  })
}

/** @param sent Moments as ISO 8601, since only the browser knows the reader's clock; no beginning means now. */
export async function createAnnouncementAction(sent: {
  text: string
  level: AnnouncementLevel
  startsAt: string | null
  endsAt: string | null
}): Promise<Result<null>> {
  return change(async () => {
    const { startsAt, ...rest } = parse(sentSchema, sent)
    return createAnnouncement(await currentActor(), { ...rest, startsAt: startsAt ?? new Date() })
  })
}

export async function endAnnouncementAction(announcementId: string): Promise<Result<null>> {
  return change(async () => endAnnouncement(await currentActor(), parse(idSchema, announcementId)))
}

export async function deleteAnnouncementAction(announcementId: string): Promise<Result<null>> {
  return change(async () => deleteAnnouncement(await currentActor(), parse(idSchema, announcementId)))
}
