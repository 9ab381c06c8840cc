import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { generationOutputs, generations, outputFavourites, outputRatings, teamTags } from '@/db/schema'
import { type Description, descriptionSchema, starsSchema, TAGS_MAX, type TagChange, tagChangeSchema } from '@/lib/domain/curation'
import { AppError } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { indexGenerations } from '../history/search-index'
import { notifyLive } from '../notify'
import { type ChosenOutput, generationIdsOf, lockGenerations, lockOutputs } from './choose'

/** Adds images to the actor's own favourites, or takes them out. @throws AppError `not_found`. */
export async function setFavourite(actor: Actor, outputIds: readonly string[], on: boolean): Promise<void> {
  const userId = requireUserId(actor)
  await db().transaction(async (tx) => {
    const outputs = await lockOutputs(tx, actor, outputIds, 'output.rate')
    const ids = outputs.map(({ id }) => id)
    if (!on) {
      await tx.delete(outputFavourites).where(and(eq(outputFavourites.userId, userId), inArray(outputFavourites.outputId, ids)))
      return
    }
    await tx
      .insert(outputFavourites)
      .values(outputs.map(({ id, generationId, teamId }) => ({ userId, outputId: id, generationId, teamId })))
      .onConflictDoNothing()
  })
}

/**
 * The actor's own stars for an image, or null to take them back.
 * @returns the new average, null when nobody's stars are left.
 * @throws AppError `not_found`, `invalid` for anything but 1 to 5.
 */
export async function rate(actor: Actor, outputId: string, stars: number | null): Promise<{ stars: number | null }> {
  const userId = requireUserId(actor)
  const parsed = starsSchema.safeParse(stars)
  if (!parsed.success) throw new AppError('invalid', 'Give one to five stars.')
  return db().transaction(async (tx) => {
    await lockGenerations(tx, [outputId])
    const [output] = await lockOutputs(tx, actor, [outputId], 'output.rate')
    if (!output) return { stars: null }
    const mine = and(eq(outputRatings.outputId, output.id), eq(outputRatings.userId, userId))
    if (parsed.data === null) await tx.delete(outputRatings).where(mine)
    else {
      const row = { stars: parsed.data, updatedAt: new Date() }
      await tx
        .insert(outputRatings)
        .values({ outputId: output.id, userId, ...row })
        .onConflictDoUpdate({ target: [outputRatings.outputId, outputRatings.userId], set: row })
    }
    // The output's row is locked, so no other rating of it comes between the sum and its writing.
    const [sums] = await tx
      .select({ sum: sql<number>`coalesce(sum(${outputRatings.stars}), 0)::int`, count: sql<number>`count(*)::int` })
      .from(outputRatings)
      .where(eq(outputRatings.outputId, output.id))
    const { sum, count } = sums ?? { sum: 0, count: 0 }
    await tx.update(generationOutputs).set({ starsSum: sum, starsCount: count }).where(eq(generationOutputs.id, output.id))
    await settleGenerations(tx, [output])
    return { stars: count === 0 ? null : sum / count }
  })
}

/** Adds tags to images and takes others away. @throws AppError `not_found`, `invalid` for what is no tag, or for too many. */
export async function setTags(actor: Actor, outputIds: readonly string[], change: TagChange): Promise<void> {
  requireUserId(actor)
  const parsed = tagChangeSchema.safeParse(change)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'This is not a tag.')
  const { add, remove } = parsed.data
  await db().transaction(async (tx) => {
    await lockGenerations(tx, outputIds)
    const outputs = await lockOutputs(tx, actor, outputIds, 'output.curate')
    const ids = outputs.map(({ id }) => id)
    const present = await tx
      .select({ id: generationOutputs.id, tags: generationOutputs.tags })
      .from(generationOutputs)
      .where(inArray(generationOutputs.id, ids))
    for (const { id, tags } of present) {
      const next = [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])]
      if (next.length > TAGS_MAX) throw new AppError('invalid', `An image has at most ${TAGS_MAX} tags.`)
      await tx.update(generationOutputs).set({ tags: next }).where(eq(generationOutputs.id, id))
    }
    await keepTags(tx, outputs[0]?.teamId ?? '', add, remove)
    await settleGenerations(tx, outputs)
  })
}

/** Keeps the menu of the team's tags: new ones come in, and those that no image has any more go. */
async function keepTags(tx: Executor, teamId: string, add: readonly string[], remove: readonly string[]): Promise<void> {
  if (add.length > 0)
    await tx
      .insert(teamTags)
      .values([...new Set(add)].sort().map((tag) => ({ teamId, tag })))
      .onConflictDoNothing()
  const gone = remove.filter((tag) => !add.includes(tag))
  if (gone.length === 0) return
  const used = sql`select 1 from ${generationOutputs} o where o.team_id = ${teamId} and o.tags @> array[${teamTags.tag}]`
  await tx.delete(teamTags).where(and(eq(teamTags.teamId, teamId), inArray(teamTags.tag, gone), sql`not exists (${used})`))
}

/** Sets the title and the note of an image. @throws AppError `not_found`, `invalid` for a text that is too long. */
export async function describeOutput(actor: Actor, outputId: string, description: Description): Promise<void> {
  requireUserId(actor)
  const parsed = descriptionSchema.safeParse(description)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'This text cannot be kept.')
  await db().transaction(async (tx) => {
    await lockGenerations(tx, [outputId])
    const outputs = await lockOutputs(tx, actor, [outputId], 'output.curate')
    await tx.update(generationOutputs).set(parsed.data).where(eq(generationOutputs.id, outputId))
    await settleGenerations(tx, outputs)
  })
}

/**
 * What stands on a generation because of its images: its best stars and fidelity, and that it is in the trash once all of them are. Open
 * pages read it again. Its row is locked by then.
 */
export async function settleGenerations(tx: Executor, outputs: readonly ChosenOutput[]): Promise<void> {
  const ids = generationIdsOf(outputs)
  const live = sql`select 1 from ${generationOutputs} o where o.generation_id = ${generations.id} and o.deleted_at is null`
  await tx
    .update(generations)
    .set({
      bestStars: sql`(select max(o.stars_sum::real / o.stars_count) from ${generationOutputs} o where o.generation_id = ${generations.id} and o.deleted_at is null and o.stars_count > 0)`,
      bestFidelity: sql`(select max(o.fidelity) from ${generationOutputs} o where o.generation_id = ${generations.id} and o.deleted_at is null)`,
      deletedAt: sql`case when exists (${live}) then null else (select max(o.deleted_at) from ${generationOutputs} o where o.generation_id = ${generations.id}) end`,
      updatedAt: new Date(),
    })
    .where(inArray(generations.id, ids))
  await indexGenerations(tx, ids)
  const teams = new Map(outputs.map(({ generationId, teamId }) => [generationId, teamId]))
  for (const [id, teamId] of teams) await notifyLive(tx, { teamId, kind: 'generation', id })
}
