import 'server-only'
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { assets, teams } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { blobStore } from '@/lib/platform/blob'
import { log } from '@/lib/platform/log'
import type { Actor } from '../actor'
import { assetKey } from '../assets/dto'
import { recordAudit } from '../audit/record'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { exportRows, type RowSource } from '../export-rows'
import { consume } from '../rate-limits/consume'

/** One file of an export, sent while it is read. */
export type ExportedFile = { name: string; input: AsyncIterable<Uint8Array> | string; lastModified: Date }

const EXPORTS_LIMIT = { limit: 6, windowMs: 3_600_000 }
const PAGE = 200

/** Stored files that a team made or brought, by where they lie in the export. What is derived from them is left out. */
const FOLDERS = { output: 'images', model: 'models', model_source: 'models/as-uploaded', reference: 'references', snapshot: 'snapshots' } as const
const ENDINGS: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'model/gltf-binary': 'glb', 'model/gltf+json': 'gltf' }

const README = `Everything of one team of Maquette.

images/        every image, named by the id of its file: "asset_id" in data/outputs.jsonl
references/    what was uploaded as a reference, by the id of its file
snapshots/     the pictures of the canvas that images began with
models/        models as they are used, and as they were uploaded
scenes/        every scene as JSON
data/          the rest, one JSON object a line: generations, outputs, comments, collections, prompts, members, ledger, audit log

Ids join them: an output names its generation, a generation its scene and its author (data/members.jsonl). Money is in
millionths of a dollar. Secrets (keys, tokens, passwords of links) are not in here, nor is what is made from the rest.
`

/**
 * Everything of a team, one file after the other. What is written meanwhile may be in it or not.
 * @throws AppError `not_found` unless the actor is an owner or admin of the team; `rate_limited`.
 */
export async function exportTeam(actor: Actor, teamId: string): Promise<{ name: string; files: AsyncGenerator<ExportedFile> }> {
  const name = await requireExportable(actor, teamId)
  await consume(`teamExport:${teamId}`, EXPORTS_LIMIT)
  await db().transaction((tx) => recordAudit(tx, actor, { action: 'team.exported', teamId, targetKind: 'team', targetId: teamId }))
  return { name, files: filesOf(actor, teamId) }
}

async function requireExportable(actor: Actor, teamId: string): Promise<string> {
  const [team] = await db()
    .select({ name: teams.name })
    .from(teams)
    .where(and(eq(teams.id, teamId), inTeamsOf(actor, teams.id, 'team.export')))
  if (!team) throw notFound('This team')
  return team.name
}

async function* filesOf(actor: Actor, teamId: string): AsyncGenerator<ExportedFile> {
  const now = new Date()
  yield { name: 'README.txt', input: README, lastModified: now }
  for (const source of sourcesOf(teamId)) yield { name: `data/${source.name}.jsonl`, input: lines(exportRows(source)), lastModified: now }
  for await (const scene of exportRows({ name: 'scenes', from: sql`scenes t where t.team_id = ${teamId}` })) {
    yield { name: `scenes/${scene.id}.json`, input: `${JSON.stringify(scene, null, 2)}\n`, lastModified: now }
  }
  const lost: string[] = []
  yield* storedFiles(actor, teamId, lost)
  if (lost.length > 0) yield { name: 'missing.json', input: `${JSON.stringify({ lostFromStorage: lost }, null, 2)}\n`, lastModified: now }
}

async function* lines(rows: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  for await (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`)
}

/** The stored files by id. Whoever lost the right to them meanwhile gets no more. */
async function* storedFiles(actor: Actor, teamId: string, lost: string[]): AsyncGenerator<ExportedFile> {
  for (let after = ''; ; ) {
    await requireExportable(actor, teamId)
    const page = await db()
      .select()
      .from(assets)
      .where(and(eq(assets.teamId, teamId), inArray(assets.kind, Object.keys(FOLDERS) as (keyof typeof FOLDERS)[]), gt(assets.id, after)))
      .orderBy(asc(assets.id))
      .limit(PAGE)
    for (const asset of page) {
      const folder = asset.kind in FOLDERS ? FOLDERS[asset.kind as keyof typeof FOLDERS] : 'files'
      const name = `${folder}/${asset.id}.${ENDINGS[asset.mime] ?? 'bin'}`
      try {
        const { stream } = await blobStore().read(assetKey(asset))
        yield { name, input: stream, lastModified: asset.createdAt }
      } catch (error) {
        // One file that storage has lost must not keep the rest back.
        log.warn('A file is missing from an export', { assetId: asset.id, error })
        lost.push(name)
      }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.id
  }
}

/** The tables that speak of a team, less the scenes, which are files of their own. */
function sourcesOf(teamId: string): RowSource[] {
  const own = (name: string, table = name, omit: string[] = []): RowSource => ({
    name,
    from: sql`${sql.identifier(table)} t where t.team_id = ${teamId}`,
    omit,
  })
  return [
    { name: 'team', from: sql`teams t where t.id = ${teamId}` },
    {
      name: 'members',
      from: sql`(select u.id, u.name, u.email, m.role, m.created_at as member_since from memberships m join users u on u.id = m.user_id where m.team_id = ${teamId}) t where true`,
    },
    own('invitations', 'invitations', ['token_hash']),
    own('scene-revisions', 'scene_revisions'),
    own('files', 'assets'),
    own('generations'),
    { ...own('outputs', 'generation_outputs') },
    {
      name: 'references',
      from: sql`generation_references t where t.generation_id in (select id from generations where team_id = ${teamId})`,
      key: sql`t.generation_id || '/' || t.slot`,
    },
    own('comments'),
    own('reviews', 'output_reviews'),
    {
      name: 'ratings',
      from: sql`output_ratings t where t.output_id in (select id from generation_outputs where team_id = ${teamId})`,
      key: sql`t.output_id || '/' || t.user_id`,
    },
    own('collections'),
    {
      name: 'collection-outputs',
      from: sql`collection_outputs t where t.collection_id in (select id from collections where team_id = ${teamId})`,
      key: sql`t.collection_id || '/' || t.output_id`,
    },
    own('prompts', 'prompt_templates'),
    own('workflows'),
    own('explorations'),
    own('share-links', 'share_links', ['token_hash', 'password_hash']),
    own('publications'),
    { ...own('budgets'), key: sql`to_jsonb(t)::text` },
    own('ledger', 'usage_ledger'),
    own('audit-log', 'audit_log'),
  ]
}
