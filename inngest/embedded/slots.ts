import type { Query } from './database'
import type { Bucket } from './function-config'
import { LOCK_CLASS, LOCK_SLOTS } from './migrate'
import { addJob } from './queue'

/**
 * Concurrency limits. A call takes a place in each of its buckets before it is queued, and gives it back with its
 * answer. Places are given in turns, see `grantSlots`. A place belongs to a call, not to a process: a worker that dies takes none with it.
 */

/** Places are given and given back under one lock. A transaction that locks a run takes this one after it, never before. */
export async function lockSlots(query: Query): Promise<void> {
  await query('select pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, LOCK_SLOTS])
}

/** Queues a call up in its buckets. `grantSlots` says when its turn has come. */
export async function requestSlots(query: Query, callId: string, buckets: readonly Bucket[]): Promise<void> {
  await query(
    `insert into executor.slots (call_id, bucket, capacity)
     select $1, * from unnest($2::text[], $3::int[]) on conflict do nothing`,
    [callId, buckets.map((bucket) => bucket.name), buckets.map((bucket) => bucket.capacity)],
  )
}

type Waiting = { call_id: string; queue: string; buckets: string[]; capacities: number[]; begun: boolean; position: string }

/**
 * Gives free places of these buckets. Calls with the same buckets, which is to say the same values of all keys, stand in one
 * queue, and queues take turns: a run that has begun goes on before another starts; among those that start, the queue
 * with the fewest calls under way comes first, then the one that was served longest ago, then the older run. So a
 * thousand runs of one key keep a run of another waiting for the next free place and no longer.
 * @returns the calls whose turn it is.
 */
export async function grantSlots(query: Query, buckets: readonly string[]): Promise<string[]> {
  if (buckets.length === 0) return []
  await lockSlots(query)
  const waiting = await listWaiting(query, buckets)
  if (waiting.length === 0) return []
  const taken = await query<{ bucket: string; count: number }>(
    'select bucket, count(*)::int as count from executor.slots where granted and bucket = any($1) group by bucket',
    [[...new Set(waiting.flatMap((call) => call.buckets))]],
  )
  const { granted, started } = takeTurns(waiting, {
    taken: new Map(taken.map((row) => [row.bucket, row.count])),
    queues: await readQueues(query, [...new Set(waiting.map((call) => call.queue))]),
  })
  await query('update executor.slots set granted = true where call_id = any($1)', [granted])
  await query(
    `insert into executor.turns (queue) select unnest($1::text[])
     on conflict (queue) do update set served_at = clock_timestamp()`,
    [started],
  )
  return granted
}

/** What waits in these buckets, in the order of each queue, and of each queue no more than could be given a place at once. */
const listWaiting = (query: Query, buckets: readonly string[]): Promise<Waiting[]> =>
  query<Waiting>(
    `with asked as (
       select call_id, string_agg(bucket, ' ' order by bucket) as queue, array_agg(bucket) as buckets, array_agg(capacity) as capacities,
         min(capacity) as places
       from executor.slots where not granted
       group by call_id having array_agg(bucket) && $1::text[]
     ), ordered as (
       select asked.*, runs.position, cardinality(runs.finished_steps) > 0 or calls.attempt > 0 as begun,
         row_number() over (
           partition by queue order by cardinality(runs.finished_steps) > 0 or calls.attempt > 0 desc, runs.position, call_id
         ) as place
       from asked join executor.calls on calls.id = asked.call_id join executor.runs on runs.id = calls.run_id
     )
     select call_id, queue, buckets, capacities, begun, position from ordered where place <= places order by queue, place`,
    [buckets],
  )

type QueueState = { underWay: number; servedAt: number }

async function readQueues(query: Query, queues: readonly string[]): Promise<Map<string, QueueState>> {
  const rows = await query<{ queue: string; under_way: number; served_at: number | null }>(
    `select queues.queue, coalesce(held.count, 0)::int as under_way, extract(epoch from turns.served_at)::float8 as served_at
     from unnest($1::text[]) as queues (queue)
     left join executor.turns on turns.queue = queues.queue
     left join (
       select queue, count(*) from (select string_agg(bucket, ' ' order by bucket) as queue from executor.slots where granted group by call_id) calls
       group by queue
     ) held on held.queue = queues.queue`,
    [queues],
  )
  return new Map(rows.map((row) => [row.queue, { underWay: row.under_way, servedAt: row.served_at ?? 0 }]))
}

/** Decides who is next until no queue fits any more. @returns the calls, and the queues of which a run starts. */
function takeTurns(
  waiting: readonly Waiting[],
  { taken, queues }: { taken: Map<string, number>; queues: Map<string, QueueState> },
): { granted: string[]; started: string[] } {
  const lines = new Map<string, Waiting[]>()
  for (const call of waiting) lines.set(call.queue, [...(lines.get(call.queue) ?? []), call])
  const granted: string[] = []
  const started = new Set<string>()
  const stateOf = (queue: string): QueueState => queues.get(queue) ?? { underWay: 0, servedAt: 0 }
  const byTurn = (a: Waiting, b: Waiting): number => {
    if (a.begun !== b.begun) return a.begun ? -1 : 1
    const byAge = Number(a.position) - Number(b.position)
    if (a.begun) return byAge
    const [one, other] = [stateOf(a.queue), stateOf(b.queue)]
    return one.underWay - other.underWay || one.servedAt - other.servedAt || byAge
  }
  for (;;) {
    const [next] = [...lines.values()].flatMap((line) => line.slice(0, 1)).sort(byTurn)
    if (!next) return { granted, started: [...started] }
    const line = lines.get(next.queue) ?? []
    const fits = next.buckets.every((bucket, index) => (taken.get(bucket) ?? 0) < (next.capacities[index] ?? 0))
    // Whoever stands behind it needs a place in the same buckets.
    if (!fits || line.length === 1) lines.delete(next.queue)
    else lines.set(next.queue, line.slice(1))
    if (!fits) continue
    for (const bucket of next.buckets) taken.set(bucket, (taken.get(bucket) ?? 0) + 1)
    const { underWay, servedAt } = stateOf(next.queue)
    queues.set(next.queue, { underWay: underWay + 1, servedAt: next.begun ? servedAt : Number.MAX_SAFE_INTEGER })
    if (!next.begun) started.add(next.queue)
    granted.push(next.call_id)
  }
}

/** As `grantSlots`, and queues the calls whose turn it is. */
export async function grantAndQueue(query: Query, buckets: readonly string[]): Promise<void> {
  for (const callId of await grantSlots(query, buckets)) await addJob(query, 'executor.call', { callId })
}
