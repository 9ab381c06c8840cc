import 'server-only'
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { and, eq, max } from 'drizzle-orm'
import { generations, providerExchanges } from '@/db/schema'
import type { ProviderExchange } from '@/lib/domain/provider-exchange'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from './require-system'

/** Of the canonical JSON, in hexadecimal: the order of keys does not count. */
const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')

/** Writes down one request to a provider and its answer, behind those that are there. Rows of one image are written one by one. */
export async function keepExchange(actor: Actor, exchange: ProviderExchange & { generationId: string; index: number }): Promise<void> {
  requireSystem(actor)
  const { generationId, index, request, response } = exchange
  await db().transaction(async (tx) => {
    await tx.select({ id: generations.id }).from(generations).where(eq(generations.id, generationId)).for('no key update')
    const [last] = await tx
      .select({ position: max(providerExchanges.position) })
      .from(providerExchanges)
      .where(and(eq(providerExchanges.generationId, generationId), eq(providerExchanges.index, index)))
    await tx.insert(providerExchanges).values({
      generationId,
      index,
      position: (last?.position ?? -1) + 1,
      request,
      response,
      requestSha256: sha256(request),
      responseSha256: sha256(response),
    })
  })
}
