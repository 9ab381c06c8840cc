import 'server-only'
import { z } from 'zod'
import { rawSql } from '@/lib/data/db'
import type { Query } from './database'
import { migrateExecutor } from './migrate'
import { type NewEvent, storeEvents } from './store-events'

let migrated: Promise<void> | undefined

/** A web process may send an event before any worker has ever run, so the tables are made by whoever comes first. */
function ensureTables(): Promise<void> {
  migrated ??= migrateExecutor((work) => inTransaction(work)).catch((error: unknown) => {
    migrated = undefined
    throw error
  })
  return migrated
}

async function inTransaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined
  await rawSql().begin(async (sql) => {
    const query: Query = async <Row>(text: string, values: unknown[] = []) => [...(await sql.unsafe(text, values as never[]))] as Row[]
    result = { value: await work(query) }
  })
  if (!result) throw new Error('The transaction ended without a result.')
  return result.value
}

/** Stores events for the embedded executor, all or none, through the process's own pool. @returns their ids. */
export async function sendToEmbedded(events: readonly NewEvent[]): Promise<string[]> {
  await ensureTables()
  return inTransaction((query) => storeEvents(query, events))
}

const eventsSchema = z.array(z.object({ id: z.string().optional(), name: z.string().min(1), data: z.unknown(), ts: z.number().optional() }))

/**
 * Stands in for the network of the Inngest SDK: the one request that it makes on behalf of our functions, sending
 * events (`client.send`, `step.sendEvent`), becomes an insert. Anything else is refused rather than sent out.
 */
export const embeddedFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const { pathname } = new URL(request.url)
  if (request.method !== 'POST' || !pathname.startsWith('/e/')) {
    throw new Error(`The embedded executor has no ${request.method} ${pathname}.`)
  }
  const ids = await sendToEmbedded(eventsSchema.parse(await request.json()))
  return Response.json({ ids, status: 200 })
}
