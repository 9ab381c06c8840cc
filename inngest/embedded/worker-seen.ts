import type { Query } from './database'

/** A worker writes itself down every second; five missed beats are no hiccup. */
const MISSED_S = 5

/** Whether any worker of the embedded executor is alive. @throws when none has ever run, for want of tables. */
export async function isWorkerSeen(query: Query): Promise<boolean> {
  const rows = await query('select 1 from executor.workers where seen_at > clock_timestamp() - make_interval(secs => $1) limit 1', [MISSED_S])
  return rows.length > 0
}
