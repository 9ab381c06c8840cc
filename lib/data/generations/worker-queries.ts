import 'server-only'
import { and, asc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { assets, generationOutputs, generationReferences, generations, memberships, sceneRevisions, teams } from '@/db/schema'
import type { GenerationSettings, GenerationStatus, Reference } from '@/lib/domain/generation'
import { can } from '@/lib/domain/roles'
import { type Camera, cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from './require-system'

export type StoredFile = { assetId: string; sha256: string; mime: string }

/** Everything that the worker needs, read again from the rows: an event carries the id alone. */
export type WorkerGeneration = {
  id: string
  teamId: string
  status: GenerationStatus
  /** Whether it repeats another one, to be compared with it. */
  isReplay: boolean
  engine: string
  prompt: string
  settings: GenerationSettings
  width: number
  height: number
  /** Whether the person who asked may still generate in this team. */
  authorMayGenerate: boolean
  scene: { document: SceneDocument; camera: Camera; models: readonly StoredFile[] } | null
  snapshot: StoredFile | null
  references: readonly (StoredFile & Omit<Reference, 'assetId'>)[]
  /** Images that are already there. */
  done: readonly { id: string; index: number }[]
  /** Number of the newest preview, 0 for none. */
  preview: number
}

/** @returns null for an id that does not exist (any more). */
export async function getForWorker(actor: Actor, id: string): Promise<WorkerGeneration | null> {
  requireSystem(actor)
  const [row] = await db()
    .select({ generation: generations, revision: sceneRevisions, role: memberships.role })
    .from(generations)
    .innerJoin(teams, and(eq(teams.id, generations.teamId), isNull(teams.deletedAt)))
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .leftJoin(memberships, and(eq(memberships.teamId, generations.teamId), eq(memberships.userId, generations.authorId)))
    .where(eq(generations.id, id))
  if (!row) return null
  const { generation, revision, role } = row
  const references = await db().select().from(generationReferences).where(eq(generationReferences.generationId, id)).orderBy(asc(generationReferences.slot))
  const outputs = await db()
    .select({ id: generationOutputs.id, index: generationOutputs.index })
    .from(generationOutputs)
    .where(eq(generationOutputs.generationId, id))
  const modelIds = Object.keys(revision?.models ?? {})
  const files = await readFiles(generation.teamId, [
    ...modelIds,
    ...references.map((r) => r.assetId),
    ...(generation.snapshotAssetId ? [generation.snapshotAssetId] : []),
  ])
  const file = (assetId: string): StoredFile => {
    const found = files.get(assetId)
    if (!found) throw new Error(`The asset ${assetId} of ${id} is missing.`)
    return found
  }
  return {
    id,
    teamId: generation.teamId,
    status: generation.status,
    isReplay: generation.replayOf !== null,
    engine: generation.engine,
    prompt: generation.prompt,
    settings: generation.settings,
    width: generation.width,
    height: generation.height,
    authorMayGenerate: role !== null && can(role, 'generation.create'),
    scene: revision
      ? { document: sceneDocumentSchema.parse(revision.document), camera: cameraSchema.parse(generation.camera), models: modelIds.map(file) }
      : null,
    snapshot: generation.snapshotAssetId ? file(generation.snapshotAssetId) : null,
    references: references.map((r) => ({ ...file(r.assetId), slot: r.slot === 2 ? 2 : 3, role: r.role, strength: r.strength })),
    done: outputs,
    preview: generation.progress?.preview ?? 0,
  }
}

async function readFiles(teamId: string, ids: readonly string[]): Promise<Map<string, StoredFile>> {
  if (ids.length === 0) return new Map()
  const rows = await db()
    .select({ assetId: assets.id, sha256: assets.sha256, mime: assets.mime })
    .from(assets)
    .where(and(eq(assets.teamId, teamId), inArray(assets.id, [...ids])))
  return new Map(rows.map((row) => [row.assetId, row]))
}

/** The status alone, for the watch that stops a running engine. Null when the row is gone. */
export async function getStatus(actor: Actor, id: string): Promise<GenerationStatus | null> {
  requireSystem(actor)
  const [row] = await db().select({ status: generations.status }).from(generations).where(eq(generations.id, id))
  return row?.status ?? null
}

export type Unsent = { generationId: string; engineId: string; teamId: string }

/** Queued generations whose event was never sent, or was sent long ago without the work having begun. */
export async function listUnsent(actor: Actor, before: { neverSentBefore: Date; sentBefore: Date }, limit: number): Promise<Unsent[]> {
  requireSystem(actor)
  return db()
    .select({ generationId: generations.id, engineId: generations.engine, teamId: generations.teamId })
    .from(generations)
    .where(
      and(
        eq(generations.status, 'queued'),
        or(and(isNull(generations.sentAt), lt(generations.createdAt, before.neverSentBefore)), lt(generations.sentAt, before.sentBefore)),
      ),
    )
    .orderBy(asc(generations.createdAt))
    .limit(limit)
}

export type Silent = { id: string; teamId: string; preview: number }

/** Running generations that no worker has spoken for since the given moment. */
export async function listSilent(actor: Actor, silentSince: Date, limit: number): Promise<Silent[]> {
  requireSystem(actor)
  const rows = await db()
    .select({ id: generations.id, teamId: generations.teamId, progress: generations.progress })
    .from(generations)
    .where(and(eq(generations.status, 'running'), lt(generations.updatedAt, silentSince)))
    .orderBy(asc(generations.updatedAt))
    .limit(limit)
  return rows.map(({ progress, ...row }) => ({ ...row, preview: progress?.preview ?? 0 }))
}
