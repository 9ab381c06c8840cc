import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { teams } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { blobStore } from '@/lib/platform/blob'
import { log } from '@/lib/platform/log'
import type { Actor } from '../actor'
import { assetKey } from '../assets/dto'
import { recordAudit } from '../audit/record'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import type { RowSource } from '../export-rows'
import { consume } from '../rate-limits/consume'
import { takeSnapshot } from '../row-snapshot'

/** One file of an export, sent while it is read. */
export type ExportedFile = { name: string; input: AsyncIterable<Uint8Array> | string; lastModified: Date }

const EXPORTS_LIMIT = { limit: 6, windowMs: 3_600_000 }
/** So many files are sent until somebody's right to them is looked up again. */
const FILES_A_CHECK = 20

/** Stored files that a team made or brought, by where they lie in the export. What is derived from them is left out. */
const FOLDERS = { output: 'images', model: 'models', model_source: 'models/as-uploaded', reference: 'references', snapshot: 'snapshots' } as const
const isTaken = (kind: string): kind is keyof typeof FOLDERS => kind in FOLDERS
const ENDINGS: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'model/gltf-binary': 'glb', 'model/gltf+json': 'gltf' }

const README = `Everything of one team of Maquette, as it was at one moment.

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
 * Everything of a team as it is at the moment when the sending begins, one file after the other. What is written later is not
 * in it; a stored file that is removed before its turn is named in `missing.json`.
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

/** Whoever loses the right while the files are sent gets no more. */
async function* filesOf(actor: Actor, teamId: string): AsyncGenerator<ExportedFile> {
  const files = snapshotOf(teamId)
  try {
    for (let sent = 0; ; sent++) {
      if (sent % FILES_A_CHECK === 0) await requireExportable(actor, teamId)
      const { done, value } = await files.next()
      if (done) return
      yield value
    }
  } finally {
    await files.return(undefined)
  }
}

async function* snapshotOf(teamId: string): AsyncGenerator<ExportedFile, undefined> {
  const now = new Date()
  // Before a million rows are read, so that whoever waits sees that something comes.
  yield { name: 'README.txt', input: README, lastModified: now }
  const sources = sourcesOf(teamId)
  const snapshot = await takeSnapshot([...sources, { name: 'scenes', from: sql`scenes t where t.team_id = ${teamId}` }])
  try {
    for (const { name } of sources) yield { name: `data/${name}.jsonl`, input: snapshot.lines(name), lastModified: now }
    for await (const scene of snapshot.rows('scenes')) {
      yield { name: `scenes/${scene.id}.json`, input: `${JSON.stringify(scene, null, 2)}\n`, lastModified: now }
    }
    const lost: string[] = []
    yield* storedFiles(teamId, snapshot.rows('files'), lost)
    if (lost.length > 0) yield { name: 'missing.json', input: `${JSON.stringify({ lostFromStorage: lost }, null, 2)}\n`, lastModified: now }
  } finally {
    await snapshot.close()
  }
}

const storedFile = z.object({ id: z.string(), sha256: z.string(), kind: z.string(), mime: z.string(), created_at: z.coerce.date() })

/** The stored files that rows speak of. */
async function* storedFiles(teamId: string, rows: AsyncIterable<object>, lost: string[]): AsyncGenerator<ExportedFile> {
  for await (const row of rows) {
    const { id, sha256, kind, mime, created_at: lastModified } = storedFile.parse(row)
    if (!isTaken(kind)) continue
    const name = `${FOLDERS[kind]}/${id}.${ENDINGS[mime] ?? 'bin'}`
    try {
      const { stream } = await blobStore().read(assetKey({ teamId, sha256 }))
      yield { name, input: stream, lastModified }
    } catch (error) {
      // One file that storage has lost, or that was removed meanwhile, must not keep the rest back.
      log.warn('A file is missing from an export', { assetId: id, error })
      lost.push(name)
    }
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
    own('outputs', 'generation_outputs'),
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
