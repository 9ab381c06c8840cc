import type { Query } from './database'

/** Advisory locks are numbered per database; this class number ("maqu" in ASCII) keeps ours apart from others'. */
export const LOCK_CLASS = 0x6d617175
/** Lock keys below the leases of workers, which count up from 1000. */
export const LOCK_MIGRATE = 1
export const LOCK_SLOTS = 2

/** Applied in order, once each. Never edit one that has landed: add the next. */
const MIGRATIONS: readonly string[] = [
  `
  create table executor.events (
    id text primary key,
    name text not null,
    -- The whole event as functions see it: { id, name, data, ts }.
    payload jsonb not null,
    received_at timestamptz not null default clock_timestamp(),
    handled_at timestamptz
  );
  create index events_waiting on executor.events (received_at) where handled_at is null;
  create index events_handled on executor.events (handled_at) where handled_at is not null;

  create table executor.runs (
    id text primary key,
    -- The order in which runs began. Runs that wait for a slot are served in it.
    position bigint generated always as identity,
    function_id text not null,
    event_id text not null references executor.events (id) on delete restrict,
    idempotency_key text,
    status text not null default 'running' check (status in ('running', 'completed', 'failed', 'canceled')),
    -- Finished steps, in the order of their completion: the SDK replays them in it.
    finished_steps text[] not null default '{}',
    -- Parallel steps that were planned together and have not all finished.
    pending_steps text[] not null default '{}',
    plan_only boolean not null default false,
    protocol_version int not null default -1,
    output jsonb,
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    check ((status = 'running') = (ended_at is null)),
    unique (function_id, event_id),
    unique (function_id, idempotency_key)
  );
  create index runs_running on executor.runs (function_id) where status = 'running';
  create index runs_event on executor.runs (event_id);
  create index runs_ended on executor.runs (ended_at) where ended_at is not null;

  create table executor.steps (
    run_id text not null references executor.runs (id) on delete cascade,
    step_id text not null,
    result jsonb not null,
    primary key (run_id, step_id)
  );

  -- Calls to a function that are still to be made or answered. Whoever deletes the row accounts for the answer, so an
  -- answer counts once however often the call was made.
  create table executor.calls (
    id bigint generated always as identity primary key,
    run_id text not null references executor.runs (id) on delete cascade,
    step_id text not null,
    attempt int not null check (attempt >= 0),
    unique (run_id, step_id)
  );

  -- A call's place in a concurrency bucket: waiting until granted.
  create table executor.slots (
    call_id bigint not null references executor.calls (id) on delete cascade,
    bucket text not null,
    capacity int not null check (capacity > 0),
    granted boolean not null default false,
    primary key (call_id, bucket)
  );
  create index slots_bucket on executor.slots (bucket, granted);

  create table executor.workers (
    id text primary key,
    lease_key int generated always as identity (start with 1000),
    pool_ids text[] not null,
    seen_at timestamptz not null default clock_timestamp()
  );
  `,
  `
  -- When each queue of calls with the same limits last began a run, so that queues take turns.
  create table executor.turns (
    queue text primary key,
    served_at timestamptz not null default clock_timestamp()
  );
  `,
]

/**
 * Brings the tables of schema `executor` up to date. Safe to run from any number of processes at once: the first takes
 * a lock and works, the others wait and find nothing to do. The queue's own tables are graphile-worker's business.
 */
export async function migrateExecutor(transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>): Promise<void> {
  await transaction(async (query) => {
    await query('select pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, LOCK_MIGRATE])
    // Asked first: even to make a schema that is there already takes the right to make schemas, which the application's role lacks.
    const [{ present } = { present: false }] = await query<{ present: boolean }>(`select to_regnamespace('executor') is not null as present`)
    if (!present) await query('create schema executor')
    await query('create table if not exists executor.migrations (number int primary key, applied_at timestamptz not null default now())')
    const applied = await query<{ number: number }>('select number from executor.migrations')
    const known = new Set(applied.map((row) => row.number))
    for (const [number, sql] of MIGRATIONS.entries()) {
      if (known.has(number)) continue
      await query(sql)
      await query('insert into executor.migrations (number) values ($1)', [number])
    }
  })
}

/**
 * Makes every stored event queue its own job, in the transaction that stores it, and queues those that were stored
 * before any worker existed. Needs graphile-worker's tables, so only a worker calls it.
 */
export async function installEventTrigger(transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>): Promise<void> {
  await transaction(async (query) => {
    await query('select pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, LOCK_MIGRATE])
    // Events are handled one after another, in the order of arrival: a cancellation must meet the run that it cancels.
    await query(`
      create or replace function executor.queue_event() returns trigger language plpgsql as $$
      begin
        perform graphile_worker.add_job('executor.event', json_build_object('eventId', new.id),
          queue_name := 'executor.events', job_key := 'event:' || new.id);
        return null;
      end $$`)
    await query(`
      create or replace trigger queue_event after insert on executor.events
        for each row when (new.handled_at is null) execute function executor.queue_event()`)
    await query(`
      select graphile_worker.add_job('executor.event', json_build_object('eventId', waiting.id),
        queue_name := 'executor.events', job_key := 'event:' || waiting.id)
      from (
        select id from executor.events
        where handled_at is null and not exists (select from graphile_worker.jobs where key = 'event:' || events.id)
        order by received_at, id
      ) waiting`)
  })
}
