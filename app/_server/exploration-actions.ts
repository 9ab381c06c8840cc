'use server'
import type { ExploreRequest } from '@/components/generate/actions'
import { cancelExploration } from '@/lib/data/explorations/cancel-exploration'
import { requestExploration } from '@/lib/data/explorations/request-exploration'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { type PressTimes, readPressTimes } from '@/lib/domain/press-times'
import { tracePress } from '@/lib/platform/trace-request'
import { currentActor } from './actor'
import { parse, toResult } from './result'
import { sendCanceled, sendRequested } from './send-generation'

/** Queues everything that one press of Generate explores, or nothing of it. `times` is for its trace alone. */
export async function requestExplorationAction(request: ExploreRequest, times?: PressTimes): Promise<Result<{ explorationId: string }>> {
  tracePress(readPressTimes(times))
  return toResult(async () => {
    const actor = await currentActor()
    const { explorationId, generations } = await requestExploration(actor, request)
    // In order, as the grid shows them, so that the first place comes first.
    for (const requested of generations) await sendRequested(actor, requested)
    return { explorationId }
  })
}

/** Ends what of an exploration still waits or works. */
export async function cancelExplorationAction(explorationId: string): Promise<Result<{ canceled: number }>> {
  return toResult(async () => {
    const { canceled } = await cancelExploration(await currentActor(), parse(idSchema, explorationId))
    await Promise.all(canceled.map(sendCanceled))
    return { canceled: canceled.length }
  })
}
