import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InngestDevServer, startInngestDevServer } from '../fixtures/inngest-dev-server'
import { Installation } from '../fixtures/installation'
import { Designer } from './designer'

let inngest: InngestDevServer
let installation: Installation

beforeAll(async () => {
  inngest = await startInngestDevServer()
  installation = await Installation.create('inngest')
})
afterAll(async () => {
  await installation.stop()
  await inngest.close()
  installation.remove()
})

test('with INNGEST_DEV set, that Inngest is told where the functions are and makes the pictures; the embedded executor stays out of it', async () => {
  const run = installation.start({ INNGEST_DEV: inngest.url })
  await run.ready()
  await expect.poll(() => inngest.registered, { timeout: 60_000 }).toEqual([`${installation.url}/api/inngest`])
  await expect.poll(run.output).toContain(`Background work is driven by the Inngest dev server at ${inngest.url}`)

  const designer = await Designer.signUp(installation)
  const id = await designer.press()
  const [made] = await designer.ended([id])
  expect(made).toMatchObject({ status: 'succeeded', error: null })
  expect(await designer.picture(made as NonNullable<typeof made>)).toEqual({ width: 512, height: 512 })
  await expect
    .poll(() => inngest.runs.map(({ functionId, event, steps, ended }) => ({ functionId, data: event.data, steps: steps.length, ended })), {
      // The image is there before the run ends: it is measured afterwards.
      timeout: 60_000,
    })
    .toEqual([
      {
        functionId: 'maquette-render-studio',
        data: { generationId: id, engineId: 'studio', teamId: expect.any(String), requestId: expect.any(String) },
        steps: 5,
        ended: 'completed',
      },
    ])

  const sql = installation.database()
  // Whoever migrates makes both schemas and the tables of the queue; the executor's own come when it begins.
  expect(await sql`select relname from pg_class where relnamespace::regnamespace::text = 'executor'`).toEqual([])
  expect(await sql`select id from graphile_worker.jobs`).toEqual([])
  await sql.end()
})
