'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { ChangeObjectRequest, GenerateRequest } from '@/components/generate/actions'
import { requestCancel, restore, softDelete } from '@/lib/data/generations/mutations'
import { replayGeneration } from '@/lib/data/generations/replay'
import { requestEdit } from '@/lib/data/generations/request-edit'
import { requestGeneration, tryAgain } from '@/lib/data/generations/request-generation'
import type { Result } from '@/lib/domain/errors'
import type { GenerationStatus } from '@/lib/domain/generation'
import { idSchema } from '@/lib/domain/ids'
import { type PressTimes, readPressTimes } from '@/lib/domain/press-times'
import { tracePress } from '@/lib/platform/trace-request'
import { currentActor } from './actor'
import { parse, toResult } from './result'
import { sendCanceled, sendRequested } from './send-generation'

const acceptedSchema = z.strictObject({ costMicroUsd: z.number().int().min(0).nullable() }).nullable()

/** Queues one press of Generate. `times` is for its trace alone. */
export async function requestGenerationAction(request: GenerateRequest, times?: PressTimes): Promise<Result<{ generationId: string }>> {
  tracePress(readPressTimes(times))
  return toResult(async () => {
    const actor = await currentActor()
    return sendRequested(actor, await requestGeneration(actor, request))
  })
}

/** Queues a change of one object of a finished picture. */
export async function changeObjectAction(request: ChangeObjectRequest): Promise<Result<{ generationId: string }>> {
  return toResult(async () => {
    const actor = await currentActor()
    return sendRequested(actor, await requestEdit(actor, request))
  })
}

/** Queues the same frozen inputs once more. */
export async function tryAgainAction(generationId: string, requestKey: string): Promise<Result<{ generationId: string }>> {
  return toResult(async () => {
    const actor = await currentActor()
    return sendRequested(actor, await tryAgain(actor, { generationId: parse(idSchema, generationId), requestKey: parse(idSchema, requestKey) }))
  })
}

/** Runs a generation again from its frozen inputs and compares the images. `accepted` holds the price that was shown and agreed to. */
export async function replayGenerationAction(
  generationId: string,
  requestKey: string,
  accepted: { costMicroUsd: number | null } | null,
): Promise<Result<{ generationId: string }>> {
  return toResult(async () => {
    const actor = await currentActor()
    const input = { generationId: parse(idSchema, generationId), requestKey: parse(idSchema, requestKey), accepted: parse(acceptedSchema, accepted) }
    return sendRequested(actor, await replayGeneration(actor, input))
  })
}

/** Ends a generation; one that ended first keeps its end. */
export async function cancelGenerationAction(generationId: string): Promise<Result<{ status: GenerationStatus }>> {
  return toResult(async () => {
    const { status, canceled } = await requestCancel(await currentActor(), parse(idSchema, generationId))
    if (canceled) await sendCanceled(generationId)
    return { status }
  })
}

/** Takes a generation out of History. */
export async function deleteGenerationAction(generationId: string): Promise<Result<null>> {
  return toResult(async () => {
    await softDelete(await currentActor(), parse(idSchema, generationId))
    revalidatePath('/history')
    return null
  })
}

/** Undoes {@link deleteGenerationAction}. */
export async function restoreGenerationAction(generationId: string): Promise<Result<null>> {
  return toResult(async () => {
    await restore(await currentActor(), parse(idSchema, generationId))
    revalidatePath('/history')
    return null
  })
}
