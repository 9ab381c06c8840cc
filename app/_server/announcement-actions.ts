'use server'
import { dismissAnnouncement } from '@/lib/data/instance/announcements'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { currentActor } from './actor'
import { parse, toResult } from './result'

/** Puts an announcement away for the signed-in person, in every browser of theirs. */
export async function dismissAnnouncementAction(announcementId: string): Promise<Result<null>> {
  return toResult(async () => {
    await dismissAnnouncement(await currentActor(), parse(idSchema, announcementId))
    return null
  })
}
