'use server'
import { revalidatePath } from 'next/cache'
import { publishOutput, unpublish } from '@/lib/data/community/publish'
import { publicationOfOutput } from '@/lib/data/community/queries'
import { readSelf } from '@/lib/data/users/queries'
import { type PublicationState, type PublishInput, publishSchema } from '@/lib/domain/community/publication'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { parseFields } from '@/lib/domain/parse-fields'
import { currentActor } from './actor'
import { parse, toResult } from './result'

export async function publishOutputAction(outputId: string, input: PublishInput): Promise<Result<{ id: string }>> {
  return toResult(async () => {
    const published = await publishOutput(await currentActor(), parse(idSchema, outputId), parseFields(publishSchema, input))
    revalidatePath('/gallery')
    return published
  })
}

export async function unpublishAction(publicationId: string): Promise<Result<null>> {
  return toResult(async () => {
    await unpublish(await currentActor(), parse(idSchema, publicationId))
    revalidatePath('/gallery')
    return null
  })
}

export async function publicationStateAction(outputId: string): Promise<Result<{ publication: PublicationState | null; credit: string }>> {
  return toResult(async () => {
    const actor = await currentActor()
    const publication = await publicationOfOutput(actor, parse(idSchema, outputId))
    const self = await readSelf(actor)
    return { publication, credit: self.name }
  })
}
