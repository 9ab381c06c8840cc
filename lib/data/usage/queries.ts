import 'server-only'
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { memberships, scenes, teams, usageStorage, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { can } from '@/lib/domain/roles'
import type { UsageRange } from '@/lib/domain/usage-range'
import {
  type InstanceUsageView,
  NO_USAGE,
  type TeamUsageView,
  USAGE_DIMENSIONS,
  type UsageDimension,
  type UsageFigures,
  type UsageRow,
  type UsageStorage,
  type UsageView,
} from '@/lib/domain/usage-view'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { ownerName } from '../instance/teams'
import { mostByTeam } from './by-team'
import { isStillCounting } from './catch-up'
import { topPrompts } from './prompts'
import { barsOf, type Dimension, type Scope, type Sums, sumsOf } from './sums'

/** More rows of one breakdown nobody reads; the last row sums up the rest in the export. */
const ROWS_MAX = 100

/**
 * What a team used in a range: everybody's figures for those who may read them, and their own for the others.
 * @throws AppError `not_found` for a team that the actor is not in.
 */
export async function teamUsage(actor: Actor, teamId: string, range: UsageRange): Promise<TeamUsageView> {
  const scope = await teamScope(actor, teamId)
  const [view, storage] = await Promise.all([viewOf(scope, range), scope.member === undefined ? storageOf(eq(usageStorage.teamId, teamId)) : null])
  return { ...view, storage, scope: scope.member === undefined ? 'team' : 'own' }
}

/** Whose figures somebody may see in a team. @throws AppError `not_found`. */
export async function teamScope(actor: Actor, teamId: string): Promise<Scope> {
  const where = sql`team_id = ${teamId}`
  const [all] = await db()
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.id, teamId), isNull(teams.deletedAt), inTeamsOf(actor, teams.id, 'usage.read')))
  if (all) return { where, dimensions: ['total', 'member', 'engine', 'model', 'scene', 'reason'] }
  if (actor.kind !== 'user') throw notFound('The team')
  const [own] = await db()
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.userId, actor.userId), eq(memberships.teamId, teamId), inTeamsOf(actor, memberships.teamId, 'team.read')))
  if (!own || !can(own.role, 'team.read')) throw notFound('The team')
  return { where, member: actor.userId, dimensions: ['total', 'engine', 'model', 'scene', 'reason'] }
}

/** All teams. @throws AppError `not_found` for anybody but an instance admin and the system. */
export function instanceScope(actor: Actor): Scope {
  if (actor.kind !== 'system' && !(actor.kind === 'user' && actor.isInstanceAdmin)) throw new AppError('not_found', 'This page does not exist.')
  return { where: sql`true`, dimensions: ['total', 'engine', 'model', 'reason', 'team'] }
}

/**
 * What all teams used in a range. Instance admins learn what people, teams and scenes are called, and nothing that lies in them.
 * @throws AppError `not_found` for anybody but an instance admin and the system.
 */
export async function instanceUsage(actor: Actor, range: UsageRange): Promise<InstanceUsageView> {
  const scope = instanceScope(actor)
  const [view, storage, members, scenesOfTeams] = await Promise.all([
    viewOf(scope, range),
    storageOf(undefined),
    rowsByTeam(scope, 'member', range),
    rowsByTeam(scope, 'scene', range),
  ])
  const by = { ...view.by, member: members.rows, scene: scenesOfTeams.rows }
  const rowsInAll = { ...view.rowsInAll, member: members.all, scene: scenesOfTeams.all }
  return { ...view, by, rowsInAll, storage, activeMembers: members.different, teams: rowsInAll.team ?? 0 }
}

type RowsByTeam = { rows: UsageRow[]; all: number; different: number }

async function rowsByTeam(scope: Scope, dimension: 'member' | 'scene', range: UsageRange): Promise<RowsByTeam> {
  const { rows, ...counts } = await mostByTeam(scope, dimension, range, ROWS_MAX)
  const [names, teamNames] = await Promise.all([
    namesOf(
      dimension,
      rows.map(({ value }) => value),
    ),
    namesOf(
      'team',
      rows.map(({ teamId }) => teamId),
    ),
  ])
  const named = rows.map(({ teamId, value, figures }) => ({
    value,
    name: names.get(value) ?? null,
    figures,
    team: { id: teamId, name: teamNames.get(teamId) ?? null },
  }))
  return { rows: named, ...counts }
}

async function viewOf(scope: Scope, range: UsageRange): Promise<UsageView> {
  const [sums, before, bars, prompts, isCounting] = await Promise.all([
    sumsOf(scope, range),
    sumsOf({ ...scope, dimensions: ['total'] }, range.before),
    barsOf(scope, range.bars),
    scope.dimensions.includes('team') ? [] : topPrompts(scope, range),
    isStillCounting(scope),
  ])
  const total = sums.get('total')?.get('') ?? NO_USAGE
  const by: UsageView['by'] = {}
  const rowsInAll: UsageView['rowsInAll'] = {}
  for (const dimension of USAGE_DIMENSIONS) {
    if (!scope.dimensions.includes(dimension)) continue
    by[dimension] = await rowsOf(dimension, sums)
    rowsInAll[dimension] = sums.get(dimension)?.size ?? 0
  }
  return {
    range,
    isCounting,
    total,
    before: before.get('total')?.get('') ?? NO_USAGE,
    bars: range.bars.map((span, i) => ({ ...span, figures: bars[i] ?? NO_USAGE })),
    by,
    rowsInAll,
    prompts,
    storage: null,
  }
}

async function rowsOf(dimension: UsageDimension & Dimension, sums: Sums): Promise<UsageRow[]> {
  const rows = [...(sums.get(dimension) ?? new Map<string, UsageFigures>())]
    .map(([value, figures]) => ({ value, figures }))
    .sort((a, b) => b.figures.requested - a.figures.requested || a.value.localeCompare(b.value, 'en'))
    .slice(0, ROWS_MAX)
  const names = await namesOf(
    dimension,
    rows.map(({ value }) => value),
  )
  return rows.map((row) => ({ ...row, name: names.get(row.value) ?? null }))
}

/** What members, scenes and teams are called. The rest is named by the page. */
async function namesOf(dimension: UsageDimension, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  if (dimension === 'team') return teamNamesOf(ids)
  const table = { member: users, scene: scenes }[dimension as string]
  if (!table) return new Map()
  const rows = await db()
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(inArray(table.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Every personal team has the same name, so it goes by its owner. */
async function teamNamesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db()
    .select({
      id: teams.id,
      kind: teams.kind,
      name: teams.name,
      owner: ownerName,
    })
    .from(teams)
    .where(inArray(teams.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, kind, name, owner }) => [id, kind === 'personal' && owner !== null ? `Personal team of ${owner}` : name]))
}

async function storageOf(where: SQL | undefined): Promise<UsageStorage[]> {
  const rows = await db()
    .select({ kind: usageStorage.kind, files: sql<string>`sum(${usageStorage.files})`, bytes: sql<string>`sum(${usageStorage.bytes})` })
    .from(usageStorage)
    .where(where)
    .groupBy(usageStorage.kind)
  return rows.map(({ kind, files, bytes }) => ({ kind, files: Number(files), bytes: Number(bytes) })).sort((a, b) => b.bytes - a.bytes)
}
