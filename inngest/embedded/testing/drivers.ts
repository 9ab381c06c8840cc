import { createServer, type Server } from 'node:http'
import { Inngest } from 'inngest'
import { serve } from 'inngest/node'
import { createTestDatabase } from '@/e2e/fixtures/database'
import { env } from '@/lib/platform/env'
import { type Executor, startExecutor } from '../executor'
import { storeEvents } from '../store-events'
import { type Marks, openMarks } from './marks'
import { scenarioFunctions } from './scenario-functions'

type SentEvent = { id?: string; name: string; data: Record<string, unknown> }

/** Something that runs the scenario functions. */
export type Driver = {
  marks: Marks
  send: (events: SentEvent[]) => Promise<void>
  /** How long a scenario with retries may take: a real server waits up to a minute and a half between three attempts. */
  patienceMs: number
  stop: () => Promise<void>
}

/** Retries come at once; how long Inngest waits is tested on its own. */
const TEST_TIMES = { backoffMs: () => 100, pollMs: 100 }

/** An executor over the scenario functions. Several may share a database. */
export function startScenarioExecutor(databaseUrl: string, marks: Marks): Promise<Executor> {
  const client = new Inngest({
    id: 'scenarios',
    isDev: false,
    signingKey: 'a1b2c3d4',
    eventKey: 'test',
    baseUrl: 'http://embedded.invalid',
    // Failing functions are what many scenarios are about; the SDK would print every one.
    logger: silent,
    fetch: async (input, init) => {
      await storeEvents(marks.query, await new Request(input, init).json())
      return Response.json({ ids: [], status: 200 })
    },
  })
  return startExecutor({ client, functions: scenarioFunctions(client, marks), databaseUrl, log: () => {}, ...TEST_TIMES })
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export async function startEmbeddedDriver(): Promise<Driver> {
  const database = await createTestDatabase()
  const marks = await openMarks(database.url)
  const executor = await startScenarioExecutor(database.url, marks)
  return {
    marks,
    send: async (events) => {
      await storeEvents(marks.query, events)
    },
    patienceMs: 15_000,
    async stop() {
      await executor.stop(5_000)
      await marks.close()
      await database.drop()
    },
  }
}

/** @returns undefined when INNGEST_DEV does not point at an Inngest that answers. */
export async function startRealDriver(): Promise<Driver | undefined> {
  const inngestUrl = env().INNGEST_DEV
  if (!inngestUrl?.startsWith('http') || !(await answers(inngestUrl))) return undefined
  const database = await createTestDatabase()
  const marks = await openMarks(database.url)
  const client = new Inngest({ id: 'scenarios', isDev: true, baseUrl: inngestUrl, logger: silent })
  const server = createServer(serve({ client, functions: scenarioFunctions(client, marks) }))
  const port = await listen(server)
  const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: 'PUT' })
  if (!registered.ok) throw new Error(`Inngest at ${inngestUrl} did not take the functions: ${await registered.text()}`)
  return {
    marks,
    patienceMs: 180_000,
    send: async (events) => {
      await client.send(events)
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve))
      await marks.close()
      await database.drop()
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(new URL('/dev', url)).then(
    (response) => response.ok,
    () => false,
  )

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(address.port)
    })
  })
}
