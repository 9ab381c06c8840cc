import 'server-only'
import { sql } from 'drizzle-orm'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { exportRows, type RowSource } from '../export-rows'
import { consume } from '../rate-limits/consume'

const EXPORTS_LIMIT = { limit: 10, windowMs: 3_600_000 }

/**
 * What the installation knows about the actor as a person, as JSON in pieces. Images and scenes belong to teams and are in
 * their exports.
 * @throws AppError `unauthenticated`, `rate_limited`.
 */
export async function exportOwnData(actor: Actor): Promise<AsyncGenerator<string>> {
  const userId = requireUserId(actor)
  await consume(`ownData:${userId}`, EXPORTS_LIMIT)
  await db().transaction((tx) => recordAudit(tx, actor, { action: 'user.exported', teamId: null, targetKind: 'user', targetId: userId }))
  return pieces(sourcesOf(userId))
}

async function* pieces(sources: readonly RowSource[]): AsyncGenerator<string> {
  yield `{\n"madeWith": "Maquette",\n"exportedAt": ${JSON.stringify(new Date().toISOString())}`
  for (const source of sources) {
    yield `,\n${JSON.stringify(source.name)}: [`
    let first = true
    for await (const row of exportRows(source)) {
      yield `${first ? '' : ','}\n  ${JSON.stringify(row)}`
      first = false
    }
    yield first ? ']' : '\n]'
  }
  yield '\n}\n'
}

function sourcesOf(userId: string): RowSource[] {
  const own = (name: string, table: string, options: { column?: string; key?: string; omit?: string[] } = {}): RowSource => ({
    name,
    from: sql`${sql.identifier(table)} t where t.${sql.identifier(options.column ?? 'user_id')} = ${userId}`,
    ...(options.key ? { key: sql`t.${sql.identifier(options.key)}` } : {}),
    omit: options.omit,
  })
  return [
    own('account', 'users', { column: 'id' }),
    {
      name: 'teams',
      from: sql`(select m.team_id as id, t.name, m.role, m.created_at as member_since from memberships m join teams t on t.id = m.team_id where m.user_id = ${userId}) t where true`,
    },
    own('sessions', 'sessions'),
    {
      name: 'linkedAccounts',
      from: sql`user_identities t where t.user_id = ${userId}`,
      key: sql`t.provider`,
    },
    own('inbox', 'notifications'),
    { ...own('mailPreferences', 'notification_preferences'), key: sql`to_jsonb(t)::text` },
    own('generations', 'generations', { column: 'author_id', omit: ['camera', 'reading', 'progress'] }),
    own('comments', 'comments', { column: 'author_id' }),
    own('reviews', 'output_reviews'),
    own('ratings', 'output_ratings', { key: 'output_id' }),
    own('favourites', 'output_favourites', { key: 'output_id' }),
    own('savedFilters', 'saved_filters'),
    own('publications', 'publications', { column: 'author_id' }),
    own('likes', 'publication_likes', { key: 'publication_id' }),
    own('apiTokens', 'api_tokens', { omit: ['token_hash'] }),
    own('auditLog', 'audit_log', { column: 'actor_user_id' }),
  ]
}
