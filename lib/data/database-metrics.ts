import 'server-only'
import { sql } from 'drizzle-orm'
import { gauge } from '@/lib/platform/metrics'
import { db } from './db'
import { readQueueState } from './health'

type Connections = { application: string; state: string; connections: number }

/** Has the metrics ask the database, which all processes share, for what waits there. Numbers alone, so it asks for no actor. */
export function watchDatabase(): void {
  const only = (value: number) => [{ labels: {}, value }]
  gauge('maquette_queue_depth', 'Generations of all teams by what they wait for.', async () => {
    const { queued, running } = await readQueueState()
    return [
      { labels: { status: 'queued' }, value: queued },
      { labels: { status: 'running' }, value: running },
    ]
  })
  gauge('maquette_queue_oldest_seconds', 'How long the oldest queued generation waits.', async () => only((await readQueueState()).oldestQueuedSeconds))
  gauge('maquette_database_connections', 'Connections to the database by who holds them and whether they work.', async () => {
    const rows = await db().execute<Connections>(sql`
      select case when application_name like 'maquette%' then application_name else 'other' end as application,
        case when state = 'active' then 'active' when state = 'idle' then 'idle' when state is null then 'unknown' else 'in transaction' end as state,
        count(*)::int as connections
      from pg_stat_activity where datname = current_database() group by 1, 2`)
    return rows.map(({ application, state, connections }) => ({ labels: { application, state }, value: connections }))
  })
  gauge('maquette_database_bytes', 'Size of the database.', async () => {
    const [row] = await db().execute<{ bytes: number }>(sql`select pg_database_size(current_database())::float8 as bytes`)
    return only(row?.bytes ?? 0)
  })
}
