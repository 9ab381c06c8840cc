import 'server-only'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { assets, generationOutputs, generationReferences, generations, scenes, users } from '@/db/schema'
import { downloadName } from '@/lib/domain/download-name'
import { notFound } from '@/lib/domain/errors'
import type { GenerationSettings } from '@/lib/domain/generation'
import { blobStore } from '@/lib/platform/blob'
import type { Actor } from '../actor'
import { assetKey } from '../assets/dto'
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

/** One file on its way: its bytes are opened when they are asked for, so that one image at a time is on its way. */
export type ZipFile = { entry: ManifestEntry; open: () => Promise<ReadableStream<Uint8Array>> }

const EXTENSIONS: Record<string, 'png' | 'jpeg' | 'webp'> = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/webp': 'webp' }

/**
 * The files of chosen images, in the order of the ids, each with a name of its own.
 * @throws AppError `not_found` unless the actor may see every single one; `invalid` for none or too many.
 */
export async function zipFiles(actor: Actor, outputIds: readonly string[]): Promise<ZipFile[]> {
  const ids = selectionOf(outputIds)
  const rows = await db()
    .select({ output: generationOutputs, generation: generations, sha256: assets.sha256, mime: assets.mime, scene: scenes.name, author: users.name })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .where(and(inArray(generationOutputs.id, ids), isNull(generationOutputs.deletedAt), inTeamsOf(actor, generationOutputs.teamId, 'team.read')))
  if (rows.length !== ids.length) throw notFound(ids.length === 1 ? 'This image' : 'One of these images')
  const generationIds = [...new Set(rows.map(({ generation }) => generation.id))]
  const references = await db().select().from(generationReferences).where(inArray(generationReferences.generationId, generationIds))
  const names = new Set<string>()
  rows.sort((a, b) => ids.indexOf(a.output.id) - ids.indexOf(b.output.id))
  return rows.map(({ output, generation, sha256, mime, scene, author }) => {
    const named = { sceneName: scene, prompt: output.title ?? generation.prompt, index: output.index, images: generation.settings.images }
    return {
      entry: {
        file: ownName(downloadName(named, EXTENSIONS[mime] ?? 'png'), names),
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
      },
      open: async () => (await blobStore().read(assetKey({ teamId: output.teamId, sha256 }))).stream,
    }
  })
}

/** The name itself, or with a number before its ending where it is taken, in a file system that knows no capital letters too. */
function ownName(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = [name.slice(0, dot), name.slice(dot)]
  let own = name
  for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${stem}-${n}${ending}`
  taken.add(own.toLowerCase())
  return own
}
