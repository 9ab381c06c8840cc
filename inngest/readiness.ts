import 'server-only'
import { randomUUID } from 'node:crypto'
import { askDatabase, readQueueState } from '@/lib/data/health'
import { blobStore, bodyBytes } from '@/lib/platform/blob'
import { env } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'
import { workerHealth } from './worker-health'

const PART_MS_MAX = 3_000
/** Strangers may ask as often as they like; what the parts say is asked once in so long. */
const KEPT_MS = 1_000
/** Writing to a store that is paid by the request is tried less often. */
const STORAGE_KEPT_MS = { disk: 1_000, hosted: 60_000 }
/** A queue in which something waits for so long while nothing runs stands still. */
const STANDSTILL_SECONDS = 15 * 60

export type Part = { status: 'ok' | 'failed'; ms: number }
export type Readiness = { status: 'ok' | 'unavailable'; parts: { database: Part; storage: Part; queue: Part & { oldestSeconds: number | null }; engine: Part } }

/** The same promise for everybody who asks within `keptMs`. */
function kept<T>(keptMs: () => number, ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined
  return () => {
    if (!last || performance.now() - last.at > keptMs()) last = { at: performance.now(), answer: ask() }
    return last.answer
  }
}

async function judge(name: string, ask: () => Promise<void>): Promise<Part> {
  const began = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${PART_MS_MAX} ms`)), PART_MS_MAX)
  })
  try {
    await Promise.race([ask(), late])
    return { status: 'ok', ms: Math.round(performance.now() - began) }
  } catch (error) {
    log.warn('A part that is needed does not answer', { part: name, error })
    return { status: 'failed', ms: Math.round(performance.now() - began) }
  } finally {
    clearTimeout(timer)
  }
}

const PROBE_KEY = `probes/${randomUUID()}`

/** Writes a few bytes, reads them back and removes them. */
async function probeStorage(): Promise<void> {
  const store = blobStore()
  const bytes = Buffer.from(randomUUID())
  await store.put(PROBE_KEY, bytes, { mime: 'text/plain' })
  const read = await bodyBytes(await store.read(PROBE_KEY))
  await store.delete(PROBE_KEY)
  if (!bytes.equals(read)) throw new Error('Storage gave back other bytes than it was given')
}

const storage = kept(
  () => (env().BLOB_READ_WRITE_TOKEN ? STORAGE_KEPT_MS.hosted : STORAGE_KEPT_MS.disk),
  () => judge('storage', probeStorage),
)

async function judgeQueue(): Promise<Readiness['parts']['queue']> {
  let oldestSeconds: number | null = null
  const part = await judge('queue', async () => {
    if ((await workerHealth()) === 'missing') throw new Error('No worker was seen lately')
    const { running, oldestQueuedSeconds } = await readQueueState()
    oldestSeconds = Math.round(oldestQueuedSeconds)
    if (running === 0 && oldestQueuedSeconds > STANDSTILL_SECONDS) throw new Error('Work waits and nothing is done')
  })
  return { ...part, oldestSeconds }
}

/** @param loadEngine loads the built-in engine, or throws. It is given because this room knows no engine. */
export function createReadiness(loadEngine: () => Promise<void>): () => Promise<Readiness> {
  return kept(
    () => KEPT_MS,
    async () => {
      const [database, stored, queue, engine] = await Promise.all([judge('database', askDatabase), storage(), judgeQueue(), judge('engine', loadEngine)])
      const parts = { database, storage: stored, queue, engine }
      return { status: Object.values(parts).every(({ status }) => status === 'ok') ? 'ok' : 'unavailable', parts }
    },
  )
}
