import 'server-only'
import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm'
import { assets, modelImports } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { type ModelImportDto, toModelImportDto } from './dto'

const LIST_LENGTH_MAX = 50

const selectImports = () =>
  db()
    .select({ row: getTableColumns(modelImports), meta: assets.meta })
    .from(modelImports)
    .leftJoin(assets, eq(assets.id, modelImports.modelAssetId))

/** @throws AppError `not_found` also for an import of another team. */
export async function getModelImport(actor: Actor, importId: string): Promise<ModelImportDto> {
  const [found] = await selectImports().where(and(eq(modelImports.id, importId), inTeamsOf(actor, modelImports.teamId, 'team.read')))
  if (!found) throw notFound('The import')
  return toModelImportDto(found.row, found.meta)
}

/** The latest imports of a team, newest first. */
export async function listModelImports(actor: Actor, teamId: string): Promise<ModelImportDto[]> {
  const rows = await selectImports()
    .where(and(eq(modelImports.teamId, teamId), inTeamsOf(actor, modelImports.teamId, 'team.read')))
    .orderBy(desc(modelImports.createdAt), desc(modelImports.id))
    .limit(LIST_LENGTH_MAX)
  return rows.map(({ row, meta }) => toModelImportDto(row, meta))
}

/** Imports that still wait although they were asked for before a moment: their event may have been lost. */
export async function listWaitingImports(actor: Actor, before: Date, limit: number): Promise<{ importId: string; teamId: string }[]> {
  requireSystem(actor)
  return db()
    .select({ importId: modelImports.id, teamId: modelImports.teamId })
    .from(modelImports)
    .where(and(eq(modelImports.status, 'queued'), lt(modelImports.createdAt, before)))
    .orderBy(modelImports.createdAt)
    .limit(limit)
}
