import 'server-only'
import { sql } from 'drizzle-orm'
import type { UsageSpan } from '@/lib/domain/usage-range'
import type { UsagePrompt } from '@/lib/domain/usage-view'
import { db } from '../db'
import type { Scope } from './sums'

const PROMPTS_MAX = 10
/** The latest generations with an approved image that are looked at; a team that approves more in a range is told from these. */
const LOOKED_AT_MAX = 2000

/** The prompts with most approved images, of generations that History still shows. */
export async function topPrompts(scope: Scope, { fromMs, toMs }: Pick<UsageSpan, 'fromMs' | 'toMs'>): Promise<UsagePrompt[]> {
  const member = scope.member === undefined ? sql`` : sql`and member = ${scope.member}`
  const rows = await db().execute<{ prompt: string; generations: number; images: number; approved: number }>(sql`
    with liked as materialized (
      select generation_id, images, approved from usage_generations
      where ${scope.where} ${member} and approved > 0 and not trashed
        and requested_at >= ${new Date(fromMs).toISOString()}::timestamptz and requested_at < ${new Date(toMs).toISOString()}::timestamptz
      order by requested_at desc limit ${LOOKED_AT_MAX}
    )
    select g.prompt, count(*)::int as generations, sum(l.images)::int as images, sum(l.approved)::int as approved
    from liked l join generations g on g.id = l.generation_id where g.prompt <> ''
    group by g.prompt order by approved desc, images, g.prompt limit ${PROMPTS_MAX}`)
  return rows.map(({ prompt, generations, images, approved }) => ({ prompt, generations, images, approved }))
}
