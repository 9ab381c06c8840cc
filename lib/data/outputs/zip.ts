import 'server-only'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { generationOutputs, generationReferences, generations, scenes, users } from '@/db/schema'
import { downloadName, ownName } from '@/lib/domain/download-name'
import { notFound } from '@/lib/domain/errors'
import type { GenerationSettings } from '@/lib/domain/generation'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { selectionOf } from './choose'

/** What the manifest says about one file of the zip. */
export type ManifestEntry = {
  file: string
  outputId: string
  generationId: string
  title: string | null
  note: string | null
  tags: string[]
  review: 'approved' | 'changes_requested' | null
  prompt: string
  scene: string | null
  shot: string | null
  author: string | null
  engine: string
  engineVersion: string | null
  settings: GenerationSettings
  seed: number | null
  references: { role: string; strength: number }[]
  width: number
  height: number
  createdAt: string
}

/**
 * What a zip of chosen images says about each, in the order of the ids, each with a name of its own.
 * @throws AppError `not_found` unless the actor may see every single one; `invalid` for none or too many.
 */
export async function manifestOf(actor: Actor, outputIds: readonly string[]): Promise<ManifestEntry[]> {
  const ids = selectionOf(outputIds)
  const rows = await db()
    .select({ output: generationOutputs, generation: generations, scene: scenes.name, author: users.name })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .where(and(inArray(generationOutputs.id, ids), isNull(generationOutputs.deletedAt), inTeamsOf(actor, generationOutputs.teamId, 'team.read')))
  if (rows.length !== ids.length) throw notFound(ids.length === 1 ? 'This image' : 'One of these images')
  const generationIds = [...new Set(rows.map(({ generation }) => generation.id))]
  const references = await db().select().from(generationReferences).where(inArray(generationReferences.generationId, generationIds))
  const names = new Set<string>()
  rows.sort((a, b) => ids.indexOf(a.output.id) - ids.indexOf(b.output.id))
  return rows.map(({ output, generation, scene, author }) => {
    const named = { sceneName: scene, prompt: output.title ?? generation.prompt, index: output.index, images: generation.settings.images }
    return {
      file: ownName(downloadName(named, 'png'), names),
      outputId: output.id,
      generationId: generation.id,
      title: output.title,
      note: output.note,
      tags: output.tags,
      review: output.review,
      prompt: generation.prompt,
      scene,
      shot: generation.shotName,
      author,
      engine: generation.engine,
      engineVersion: generation.engineVersion,
      settings: generation.settings,
      seed: output.seed,
      references: references.filter((each) => each.generationId === generation.id).map(({ role, strength }) => ({ role, strength })),
      width: output.width,
      height: output.height,
      createdAt: generation.createdAt.toISOString(),
    }
  })
}
