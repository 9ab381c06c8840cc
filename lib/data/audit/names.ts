import 'server-only'
import { inArray } from 'drizzle-orm'
import { apiTokens, type auditLog, collections, promptTemplates, publications, scenes, shareLinks, teams, users, webhooks, workflows } from '@/db/schema'
import { KEY_FAMILY_WORDS, type KeyFamily } from '@/lib/domain/engine-keys'
import { db } from '../db'

type Row = typeof auditLog.$inferSelect

/** Names by id, as they are now. What is gone has none. */
export type Names = ReadonlyMap<string, string>

/**
 * The present names of everybody and everything that rows speak of, with one question for each kind. The log itself keeps
 * ids alone, so that it forgets a name when the product does.
 */
export async function namesIn(rows: readonly Pick<Row, 'actorUserId' | 'actorRef' | 'targetId' | 'teamId'>[]): Promise<Names> {
  const ids = [...new Set(rows.flatMap((row) => [row.actorUserId, row.actorRef, row.targetId, row.teamId]).filter((id) => id !== null))]
  const of = (prefix: string): string[] => ids.filter((id) => id.startsWith(`${prefix}_`))
  const named = [
    ['usr', users, users.name],
    ['team', teams, teams.name],
    ['scn', scenes, scenes.name],
    ['col', collections, collections.name],
    ['tpl', promptTemplates, promptTemplates.name],
    ['wfl', workflows, workflows.name],
    ['shr', shareLinks, shareLinks.title],
    ['pub', publications, publications.title],
    ['tok', apiTokens, apiTokens.name],
    ['whk', webhooks, webhooks.url],
  ] as const
  const found = await Promise.all(
    named.map(async ([prefix, table, name]) => {
      const wanted = of(prefix)
      return wanted.length === 0 ? [] : db().select({ id: table.id, name }).from(table).where(inArray(table.id, wanted))
    }),
  )
  const names = new Map<string, string>()
  for (const { id, name } of found.flat()) if (name) names.set(id, name)
  for (const id of ids) if (isFamily(id)) names.set(id, KEY_FAMILY_WORDS[id].label)
  return names
}

const isFamily = (id: string): id is KeyFamily => Object.hasOwn(KEY_FAMILY_WORDS, id)
