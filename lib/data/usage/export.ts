import 'server-only'
import { sql } from 'drizzle-orm'
import { CSV_BEGIN, csvLine } from '@/lib/domain/csv'
import { failureWords } from '@/lib/domain/failure-words'
import { dayOf, type UsageRange } from '@/lib/domain/usage-range'
import type { Actor } from '../actor'
import { db } from '../db'
import { teamScope } from './queries'
import type { Scope } from './sums'

const BATCH = 1000

export const USAGE_COLUMNS = [
  'Generation',
  'Requested at (UTC)',
  'Day',
  'Member',
  'Scene',
  'Engine',
  'Model',
  'Status',
  'Failed because',
  'Images',
  'Approved images',
  'Cost in USD',
  'Priced',
  'Queue in seconds',
  'Render in seconds',
  'In the trash',
  'Prompt',
] as const

type Row = {
  id: string
  requested_at: string
  member: string | null
  scene: string | null
  engine: string
  model: string
  status: string
  reason: string
  images: number
  approved: number
  cost_micro_usd: string | null
  queue_ms: number | null
  render_ms: number | null
  trashed: boolean
  prompt: string
}

/**
 * The generations of a range as lines of a CSV file, a header first, oldest first, read a thousand at a time so that any
 * number can be sent. Who sees only their own figures gets only their own.
 * @throws AppError `not_found` before the first line for a team that the actor is not in.
 */
export async function usageCsv(actor: Actor, teamId: string, range: UsageRange): Promise<AsyncGenerator<string>> {
  const scope = await teamScope(actor, teamId)
  return linesOf(scope, range)
}

async function* linesOf(scope: Scope, range: UsageRange): AsyncGenerator<string> {
  yield CSV_BEGIN + csvLine(USAGE_COLUMNS)
  for (let after = { at: new Date(range.fromMs).toISOString(), id: '' }; ; ) {
    const rows = await batchOf(scope, range, after)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => lineOf(row, range.timeZone)).join('')
    after = { at: last.requested_at, id: last.id }
  }
}

function batchOf({ where, member }: Scope, { toMs }: UsageRange, after: { at: string; id: string }): Promise<Row[]> {
  const own = member === undefined ? sql`` : sql`and u.member = ${member}`
  // Times to the microsecond, so that the next batch goes on exactly where this one ended.
  return db()
    .execute<Row>(sql`
      with batch as materialized (
        select * from usage_generations u
        where ${where} ${own} and (requested_at, generation_id) > (${after.at}::timestamptz, ${after.id}) and requested_at < ${new Date(toMs).toISOString()}::timestamptz
        order by requested_at, generation_id limit ${BATCH}
      )
      select b.generation_id as id, to_char(b.requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as requested_at,
        u.name as member, s.name as scene, b.engine, b.model, b.status, b.reason, b.images, b.approved, b.cost_micro_usd, b.queue_ms, b.render_ms, b.trashed, g.prompt
      from batch b join generations g on g.id = b.generation_id left join users u on u.id = b.member left join scenes s on s.id = b.scene
      order by b.requested_at, b.generation_id`)
    .then((rows) => [...rows])
}

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)

function lineOf(row: Row, timeZone: string): string {
  const cost = row.cost_micro_usd === null ? null : Number(row.cost_micro_usd) / 1e6
  return csvLine([
    row.id,
    row.requested_at.replace(/\.\d+Z$/, 'Z'),
    dayOf(Date.parse(row.requested_at), timeZone),
    row.member,
    row.scene,
    row.engine,
    row.model,
    row.status,
    row.reason && failureWords(row.reason).title,
    row.images,
    row.approved,
    row.status === 'open' ? null : cost,
    row.status === 'open' ? null : cost === null ? 'no' : 'yes',
    seconds(row.queue_ms),
    seconds(row.render_ms),
    row.trashed ? 'yes' : 'no',
    row.prompt,
  ])
}
