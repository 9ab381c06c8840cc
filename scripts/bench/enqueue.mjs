import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import sharp from 'sharp'
import { tsImport } from 'tsx/esm/api'
import { timeOf, withDatabase } from '../lib/bench-database.mjs'
import { ensureBuilt } from '../lib/build.mjs'
import { metric } from '../lib/metric.mjs'
import { Problem } from '../lib/problem.mjs'
import { startMaquette } from '../lib/started.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const RUNS = 12
/** A person does not press again at once either; the worker has dropped the last press by then. */
const PAUSE_MS = 1_000

/**
 * What the server does between the press of Generate and the queued generation: the upload of a snapshot of 1024 x 1024,
 * and the server action, whose larger part is the data function (one transaction). Each press is canceled as soon as the
 * worker took it over.
 */
export async function run() {
  await ensureBuilt(root)
  return withDatabase(root, async ({ url: databaseUrl, dataFolder }) => {
    const { Visitor, builtActions } = await tsImport('../../e2e/fixtures/visitor.ts', import.meta.url)
    const { requestGeneration } = await tsImport('../../lib/data/generations/request-generation.ts', import.meta.url)
    const { requestCancel } = await tsImport('../../lib/data/generations/mutations.ts', import.meta.url)
    const { closeDb } = await tsImport('../../lib/data/db.ts', import.meta.url)
    const server = await startMaquette(root, { dataFolder, databaseUrl })
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
    try {
      const visitor = new Visitor(server.url, builtActions(root))
      const { sceneId } = await visitor.signUp()
      const [scene] =
        await sql`select s.document -> 'camera' as camera, s.revision, m.user_id from scenes s join memberships m using (team_id) where s.id = ${sceneId}`
      if (!scene) throw new Problem('Signing up made no scene.')
      const request = (/** @type {string} */ snapshotAssetId) => ({
        sceneId,
        requestKey: randomUUID(),
        prompt: 'Golden hour on a concrete table, long soft shadows',
        settings: { engine: 'studio', canvas: true, ratio: '1:1', size: 1024, quality: 'standard', seed: 7, images: 1 },
        references: [],
        snapshotAssetId,
        camera: scene.camera,
        baseRevision: scene.revision,
      })
      const press = async () => {
        const png = await snapshot()
        const began = performance.now()
        const uploaded = await visitor.upload('snapshots', png)
        const between = performance.now()
        const assetId = answered(uploaded).assetId
        const requested = await visitor.call('requestGenerationAction', [request(assetId)])
        const ended = performance.now()
        const { generationId } = answered(requested)
        const takenOverMs = await takenOver(sql, generationId)
        await visitor.call('cancelGenerationAction', [generationId])
        await pause(PAUSE_MS)
        return { assetId, upload: between - began, action: ended - between, takenOverMs }
      }
      const { assetId } = await press()
      const runs = []
      for (let i = 0; i < RUNS; i++) runs.push(await press())

      const actor = { kind: 'user', userId: scene.user_id, sessionId: 'ses_bench', isInstanceAdmin: true }
      const inData = []
      for (let i = 0; i <= RUNS; i++) {
        let generationId = ''
        const ms = await timeOf(async () => ({ generationId } = await requestGeneration(actor, request(assetId))))
        // The first one opens the connections.
        if (i > 0) inData.push(ms)
        await requestCancel(actor, generationId)
      }
      return {
        server_click_to_queued: metric(
          'ms',
          runs.map(({ upload, action }) => upload + action),
        ),
        snapshot_upload: metric(
          'ms',
          runs.map(({ upload }) => upload),
        ),
        action: metric(
          'ms',
          runs.map(({ action }) => action),
        ),
        data_function: metric('ms', inData),
        queued_to_taken_over: metric(
          'ms',
          runs.map(({ takenOverMs }) => takenOverMs),
        ),
      }
    } finally {
      await sql.end()
      await closeDb()
      await server.stop()
    }
  })
}

/** Noise compresses about as badly as a picture with fine textures, and never gives the same file twice. */
const snapshot = () =>
  sharp({ create: { width: 1024, height: 1024, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 2 } } })
    .png()
    .toBuffer()

/**
 * Milliseconds from the row in the queue to the worker's first mark on it, by the database's clock.
 * @param {import('postgres').Sql} sql
 * @param {string} generationId
 * @returns {Promise<number>}
 */
async function takenOver(sql, generationId) {
  for (;;) {
    const [row] = await sql`select extract(epoch from started_at - created_at) * 1000 as ms from generations where id = ${generationId}`
    if (row?.ms) return Number(row.ms)
    await pause(20)
  }
}

/**
 * @param {{ status: number, text: string, result: { ok: boolean, value?: unknown } | null }} answer
 * @returns {Record<string, string>}
 */
function answered({ status, text, result }) {
  if (!result?.ok) throw new Problem(`The server refused: ${status}`, text.slice(0, 500))
  return /** @type {Record<string, string>} */ (result.value)
}
