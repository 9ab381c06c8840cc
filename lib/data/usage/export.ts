import 'server-only'
import { sql } from 'drizzle-orm'
import { CSV_BEGIN, type CsvCell, csvLine } from '@/lib/domain/csv'
import { failureWords } from '@/lib/domain/failure-words'
import { dayOf, type UsageRange } from '@/lib/domain/usage-range'
import type { Actor } from '../actor'
import { db } from '../db'
import { instanceScope, teamScope } from './queries'
import type { Scope } from './sums'

const BATCH = 1000

type Row = {
  id: string
  team_id: string
  team: string
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
  prompt: string | null
}

type Column = readonly [name: string, of: (row: Row, timeZone: string) => CsvCell]

const isOpen = ({ status }: Row): boolean => status === 'open'
const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)

const COLUMNS: readonly Column[] = [
  ['Generation', ({ id }) => id],
  ['Requested at (UTC)', (row) => row.requested_at.replace(/\.\d+Z$/, 'Z')],
  ['Day', (row, timeZone) => dayOf(Date.parse(row.requested_at), timeZone)],
  ['Member', ({ member }) => member],
  ['Scene', ({ scene }) => scene],
  ['Engine', ({ engine }) => engine],
  ['Model', ({ model }) => model],
  ['Status', ({ status }) => status],
  ['Failed because', ({ reason }) => reason && failureWords(reason).title],
  ['Images', ({ images }) => images],
  ['Approved images', ({ approved }) => approved],
  ['Cost in USD', (row) => (isOpen(row) || row.cost_micro_usd === null ? null : Number(row.cost_micro_usd) / 1e6)],
  ['Priced', (row) => (isOpen(row) ? null : row.cost_micro_usd === null ? 'no' : 'yes')],
  ['Queue in seconds', (row) => seconds(row.queue_ms)],
  ['Render in seconds', (row) => seconds(row.render_ms)],
  ['In the trash', ({ trashed }) => (trashed ? 'yes' : 'no')],
]
const TEAM_COLUMNS: readonly Column[] = [...COLUMNS, ['Prompt', ({ prompt }) => prompt]]
/** What people wrote is for their team alone. */
const INSTANCE_COLUMNS: readonly Column[] = [['Team', ({ team }) => team], ['Team id', (row) => row.team_id], ...COLUMNS]

export const USAGE_COLUMNS = TEAM_COLUMNS.map(([name]) => name)
export const INSTANCE_USAGE_COLUMNS = INSTANCE_COLUMNS.map(([name]) => name)

/**
 * The generations of a range as lines of a CSV file, a header first, oldest first, read a thousand at a time so that any
 * number can be sent. Who sees only their own figures gets only their own.
 * @throws AppError `not_found` before the first line for a team that the actor is not in.
 */
export async function usageCsv(actor: Actor, teamId: string, range: UsageRange): Promise<AsyncGenerator<string>> {
  return linesOf(await teamScope(actor, teamId), range, TEAM_COLUMNS)
}

/**
 * As {@link usageCsv}, of all teams, each line with its team and without its prompt.
 * @throws AppError `not_found` before the first line for anybody but an instance admin and the system.
 */
export function instanceUsageCsv(actor: Actor, range: UsageRange): AsyncGenerator<string> {
  return linesOf(instanceScope(actor), range, INSTANCE_COLUMNS)
}

async function* linesOf(scope: Scope, range: UsageRange, columns: readonly Column[]): AsyncGenerator<string> {
  yield CSV_BEGIN + csvLine(columns.map(([name]) => name))
  for (let after = { at: new Date(range.fromMs).toISOString(), id: '' }; ; ) {
    const rows = await batchOf(scope, range, after)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => csvLine(columns.map(([, of]) => of(row, range.timeZone)))).join('')
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
      select b.generation_id as id, b.team_id, t.name as team, to_char(b.requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as requested_at,
        u.name as member, s.name as scene, b.engine, b.model, b.status, b.reason, b.images, b.approved, b.cost_micro_usd, b.queue_ms, b.render_ms, b.trashed, g.prompt
      from batch b join generations g on g.id = b.generation_id join teams t on t.id = b.team_id
        left join users u on u.id = b.member left join scenes s on s.id = b.scene
      order by b.requested_at, b.generation_id`)
    .then((rows) => [...rows])
}
