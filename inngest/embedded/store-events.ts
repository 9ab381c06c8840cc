import { ulid } from 'ulid'
import type { Query } from './database'

/** An event as a caller sends it. With an `id` of its own, the second one with that id is ignored. */
export type NewEvent = { id?: string; name: string; data?: unknown; ts?: number }

/**
 * Stores events. Once a worker has run, a trigger on the table queues the work in the same transaction and wakes it.
 * @returns the ids, in the order given.
 */
export async function storeEvents(query: Query, events: readonly NewEvent[]): Promise<string[]> {
  const ids: string[] = []
  for (const event of events) {
    const id = event.id ?? ulid()
    const payload = { id, name: event.name, data: event.data ?? {}, ts: event.ts ?? Date.now() }
    // Through text, because the drivers disagree on who serialises a jsonb parameter.
    await query('insert into executor.events (id, name, payload) values ($1, $2, $3::text::jsonb) on conflict (id) do nothing', [
      id,
      event.name,
      JSON.stringify(payload),
    ])
    ids.push(id)
  }
  return ids
}
