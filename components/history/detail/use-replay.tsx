'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { newRequestKey } from '@/components/generate/actions'
import { useToast } from '@/components/ui/toast'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'
import type { ReplayOffer } from '@/lib/domain/offer-replay'
import { ReplayDialog } from './replay-dialog'

export type ReplayAction = (
  generationId: string,
  requestKey: string,
  accepted: { costMicroUsd: number | null } | null,
) => Promise<Result<{ generationId: string }>>

/**
 * Runs a generation again from its frozen inputs. What costs nothing begins at once and leads to the new image; what costs
 * asks first.
 * @returns What to do on the press, and the question, to be drawn somewhere outside of any menu.
 */
export function useReplay(generationId: string, { action, offer }: { action: ReplayAction; offer: ReplayOffer }): { press: () => void; dialog: ReactNode } {
  const router = useRouter()
  const toast = useToast()
  const [asking, setAsking] = useState(false)

  async function start(): Promise<string | null> {
    const accepted = offer.free ? null : { costMicroUsd: offer.costMicroUsd }
    const result = await action(generationId, newRequestKey(), accepted).catch(() => null)
    if (!result?.ok) return result ? result.error.message : UNREACHABLE
    router.push(`/history/${result.value.generationId}` as Route)
    return null
  }
  async function press(): Promise<void> {
    if (offer.refusal === null && !offer.free) return setAsking(true)
    const refusal = offer.refusal ?? (await start())
    if (refusal) toast({ message: refusal, tone: 'error' })
  }
  return { press: () => void press(), dialog: <ReplayDialog offer={offer} open={asking} onOpenChange={setAsking} start={start} /> }
}
