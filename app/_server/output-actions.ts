'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { describeOutput, rate, setFavourite, setTags } from '@/lib/data/outputs/mutations'
import { restoreOutputs, trashOutputs } from '@/lib/data/outputs/trash'
import { type Description, selectionSchema, type TagChange } from '@/lib/domain/curation'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { currentActor } from './actor'
import { parse, toResult } from './result'

const textSchema = z.string().max(10_000)
const describedSchema = z.strictObject({ title: textSchema.nullable(), note: textSchema.nullable() })
const tagsSchema = z.strictObject({ add: z.array(textSchema).max(100), remove: z.array(textSchema).max(100) })

/** Adds images to the reader's own favourites, or takes them out. */
export async function setFavouriteAction(outputIds: string[], on: boolean): Promise<Result<null>> {
  return toResult(async () => {
    await setFavourite(await currentActor(), parse(selectionSchema, outputIds), parse(z.boolean(), on))
    return null
  })
}

/** The reader's own stars for an image. */
export async function rateOutputAction(outputId: string, stars: number | null): Promise<Result<{ stars: number | null }>> {
  return toResult(async () => rate(await currentActor(), parse(idSchema, outputId), parse(z.number().nullable(), stars)))
}

export async function setTagsAction(outputIds: string[], change: TagChange): Promise<Result<null>> {
  return toResult(async () => {
    await setTags(await currentActor(), parse(selectionSchema, outputIds), parse(tagsSchema, change))
    return null
  })
}

export async function describeOutputAction(outputId: string, description: Description): Promise<Result<null>> {
  return toResult(async () => {
    await describeOutput(await currentActor(), parse(idSchema, outputId), parse(describedSchema, description))
    return null
  })
}

/** Puts images into the trash. */
export async function trashOutputsAction(outputIds: string[]): Promise<Result<null>> {
  return toResult(async () => {
    await trashOutputs(await currentActor(), parse(selectionSchema, outputIds))
    revalidatePath('/history')
    return null
  })
}

/** Takes images out of the trash. */
export async function restoreOutputsAction(outputIds: string[]): Promise<Result<null>> {
  return toResult(async () => {
    await restoreOutputs(await currentActor(), parse(selectionSchema, outputIds))
    revalidatePath('/history')
    return null
  })
}
