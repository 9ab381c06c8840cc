import type { Query } from './database'
import type { Bucket } from './function-config'
import { LOCK_CLASS, LOCK_SLOTS } from './migrate'
import { addJob } from './queue'

/**
 * Concurrency limits. A call takes a place in each of its buckets before it is queued, and gives it back with its
 * answer. Places are given in the order in which runs began, so a run that has begun goes on before a younger one
 * starts. A place belongs to a call, not to a process: a worker that dies takes none with it.
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

type Waiting = { call_id: string; buckets: string[]; capacities: number[] }

/** Gives free places of these buckets to the calls that have waited longest. @returns the calls whose turn it is. */
export async function grantSlots(query: Query, buckets: readonly string[]): Promise<string[]> {
  if (buckets.length === 0) return []
  await lockSlots(query)
  const waiting = await query<Waiting>(
    `select slots.call_id, array_agg(slots.bucket) as buckets, array_agg(slots.capacity) as capacities
     from executor.slots join executor.calls on calls.id = slots.call_id join executor.runs on runs.id = calls.run_id
     where not slots.granted
     group by slots.call_id, runs.position
     having array_agg(slots.bucket) && $1::text[]
     order by runs.position, slots.call_id`,
    [buckets],
  )
  if (waiting.length === 0) return []
  const taken = await query<{ bucket: string; count: number }>(
    'select bucket, count(*)::int as count from executor.slots where granted and bucket = any($1) group by bucket',
    [[...new Set(waiting.flatMap((call) => call.buckets))]],
  )
  const counts = new Map(taken.map((row) => [row.bucket, row.count]))
  const granted: string[] = []
  for (const call of waiting) {
    const fits = call.buckets.every((bucket, index) => (counts.get(bucket) ?? 0) < (call.capacities[index] ?? 0))
    if (!fits) continue
    for (const bucket of call.buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    granted.push(call.call_id)
  }
  await query('update executor.slots set granted = true where call_id = any($1)', [granted])
  return granted
}

/** As `grantSlots`, and queues the calls whose turn it is. */
export async function grantAndQueue(query: Query, buckets: readonly string[]): Promise<void> {
  for (const callId of await grantSlots(query, buckets)) await addJob(query, 'executor.call', { callId })
}
