import 'server-only'
import { and, asc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Transaction } from '@/db/client'
import { explorations, generations } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { estimateCost } from '@/lib/domain/estimate-cost'
import { exploreSchema, planExploration, whyNotExplore } from '@/lib/domain/exploration'
import type { GenerationSettings } from '@/lib/domain/generation'
import type { EngineOption } from '@/lib/domain/generation-view'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { holdBudget, requireBudget } from '../budgets/hold'
import { db } from '../db'
import { findEngine } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { freezeRequest, holdScene, requestGenerationSchema } from '../generations/freeze-request'
import { insertGeneration, type Requested } from '../generations/request-generation'

export const requestExplorationSchema = requestGenerationSchema.extend({ explore: exploreSchema })
export type RequestExploration = z.input<typeof requestExplorationSchema>

export type RequestedExploration = { explorationId: string; generations: Requested[] }

/**
 * One press of Generate that makes several generations, all of them or none, in one transaction; each has its own prompt,
 * seed and strengths, its own cost and lineage. What they are follows here from what was asked to be tried, never from the
 * browser. The caller sends an event for each that was `created`; if it dies in between, the sweep does.
 *
 * @throws AppError as requestGeneration; `invalid` also where this would be more than 8 images or a single one.
 */
export async function requestExploration(actor: Actor, input: RequestExploration): Promise<RequestedExploration> {
  const userId = requireUserId(actor)
  const parsed = requestExplorationSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'This request is not complete. Reload the page and press Generate again.', { cause: parsed.error })
  const { explore, ...request } = parsed.data
  const { seed } = request.settings
  const plan = planExploration({ prompt: request.prompt, references: request.references, seed }, explore)
  return db().transaction(async (tx) => {
    const scene = await holdScene(tx, actor, request.sceneId)
    const before = await findBefore(tx, scene.teamId, request.requestKey)
    if (before) return before
    if (!plan.ok) throw new AppError('invalid', plan.message)
    if (plan.cells.length < 2) throw new AppError('invalid', 'There is nothing to explore in this. Choose seeds, strengths or words to try.')
    const engine = findEngine(request.settings.engine, await engineSettings(actor, scene.teamId, tx))
    const refusal = engine ? whyNotExplore(engine.capabilities, explore) : null
    if (refusal) throw new AppError('invalid', refusal)
    const budget = await holdBudget(tx, { teamId: scene.teamId, authorId: userId, sceneId: scene.id })
    // The other press of the same button may have held it first, and has used what this one would be refused for.
    const meanwhile = await findBefore(tx, scene.teamId, request.requestKey)
    if (meanwhile) return meanwhile
    // All of it fits or nothing begins.
    const moneyMicroUsd = engine ? costOf(engine, request.settings, plan.cells) : null
    await requireBudget(tx, budget, { generations: plan.cells.length, images: plan.cells.length, moneyMicroUsd })

    const [created] = await tx
      .insert(explorations)
      .values({
        id: newId('exp'),
        teamId: scene.teamId,
        sceneId: scene.id,
        authorId: userId,
        requestKey: request.requestKey,
        kinds: [...plan.kinds],
        cells: plan.cells.length,
      })
      .onConflictDoNothing({ target: [explorations.teamId, explorations.requestKey] })
      .returning({ id: explorations.id })
    if (!created) {
      // The other press of the same button committed between the look-up and this insert.
      const other = await findBefore(tx, scene.teamId, request.requestKey)
      if (!other) throw new Error('An exploration with this request key could be neither written nor read.')
      return other
    }
    const frozen = await freezeRequest(
      tx,
      { userId, scene },
      request,
      plan.cells.map((cell) => ({
        requestKey: `${request.requestKey}_${cell.place}`,
        prompt: cell.prompt,
        settings: { ...request.settings, seed: cell.seed ?? seed, images: 1 },
        references: cell.references,
        explorationId: created.id,
        explorationPlace: cell.place,
        explorationLabel: cell.label,
      })),
    )
    const requested: Requested[] = []
    // One after the other, so that they are worked on in the order of the grid.
    for (const one of frozen) requested.push(await insertGeneration(tx, actor, one))
    return { explorationId: created.id, generations: requested }
  })
}

/** What the same press of the button made before: nothing of it has to be sent again. */
async function findBefore(tx: Transaction, teamId: string, requestKey: string): Promise<RequestedExploration | null> {
  const [row] = await tx
    .select({ id: explorations.id })
    .from(explorations)
    .where(and(eq(explorations.teamId, teamId), eq(explorations.requestKey, requestKey)))
  if (!row) return null
  const made = await tx
    .select({ generationId: generations.id, engineId: generations.engine, teamId: generations.teamId })
    .from(generations)
    .where(eq(generations.explorationId, row.id))
    .orderBy(asc(generations.explorationPlace), asc(generations.id))
  return { explorationId: row.id, generations: made.map((one) => ({ ...one, created: false })) }
}

/** About what all of it costs together, or null where one of the prices is unknown. */
function costOf(engine: EngineOption, settings: GenerationSettings, cells: readonly { references: readonly unknown[] }[]): number | null {
  const each = cells.map(({ references }) => estimateCost(engine, { ...settings, images: 1 }, references.length + (settings.canvas ? 1 : 0)))
  return each.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0)
}
