import { connection } from 'next/server'
import { workerHealth } from '@/inngest/worker-health'
import { databaseAnswers } from '@/lib/data/health'

/**
 * For load balancers and for `npm start`: 200 when pages can be served, 503 while the database does not answer. A worker
 * that is missing is told but costs no 200: pages are served without it, and what is asked for waits until it is back.
 */
export async function GET(): Promise<Response> {
  await connection()
  const [database, worker] = await Promise.all([databaseAnswers(), workerHealth()])
  return Response.json(
    { status: database ? 'ok' : 'unavailable', database, worker },
    { status: database ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
