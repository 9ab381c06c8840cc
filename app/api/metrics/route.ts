import { timingSafeEqual } from 'node:crypto'
import { connection } from 'next/server'
import { watchDatabase } from '@/lib/data/database-metrics'
import { hashToken } from '@/lib/platform/crypto'
import { env } from '@/lib/platform/env'
import { METRICS_TYPE, renderMetrics } from '@/lib/platform/metrics'

/**
 * What Prometheus reads. It needs the token of the installation; to everybody else, and where none is set, this address
 * does not exist.
 */
export async function GET(request: Request): Promise<Response> {
  await connection()
  const { METRICS_TOKEN: token } = env()
  const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!token || !given || !isSame(given, token)) return new Response('Not found', { status: 404, headers: { 'cache-control': 'no-store' } })
  watchDatabase()
  return new Response(await renderMetrics(), { headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' } })
}

/** Hashes are of one length, so that the comparison takes one time. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(hashToken(a)), Buffer.from(hashToken(b)))
