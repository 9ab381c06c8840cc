'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { currentActor, currentTeam } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { setLike } from '@/lib/data/community/likes'
import { reportPublication } from '@/lib/data/community/reports'
import { startFromPublication } from '@/lib/data/community/start-from-publication'
import { type ReportInput, reportSchema } from '@/lib/domain/community/publication'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

export async function likeAction(publicationId: string, on: boolean): Promise<Result<{ likeCount: number; liked: boolean }>> {
  return toResult(async () => setLike(await currentActor(), parse(idSchema, publicationId), parse(z.boolean(), on)))
}

export async function reportAction(publicationId: string, input: ReportInput): Promise<Result<null>> {
  return toResult(async () => {
    await reportPublication(await currentActor(), parse(idSchema, publicationId), parse(reportSchema, input))
    return null
  })
}

/** A new scene in the actor's current team from the scene behind an image. The page goes there. */
export async function startFromPublicationAction(publicationId: string): Promise<Result<{ id: string }>> {
  return toResult(async () => {
    const actor = await currentActor()
    const team = await currentTeam(actor)
    const scene = await startFromPublication(actor, { publicationId: parse(idSchema, publicationId), teamId: team.id })
    revalidatePath('/scenes')
    return { id: scene.id }
  })
}
