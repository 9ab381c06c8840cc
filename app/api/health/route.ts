import { connection } from 'next/server'
import { databaseAnswers } from '@/lib/data/health'

/** For load balancers and for `npm start`: 200 when pages can be served, 503 while the database does not answer. */
export async function GET(): Promise<Response> {
  await connection()
  const database = await databaseAnswers()
  return Response.json({ status: database ? 'ok' : 'unavailable', database }, { status: database ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
