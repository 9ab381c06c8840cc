import { connection } from 'next/server'

/**
 * Whether this process answers, and nothing else: what watches it ends and starts it again when it does not, which would
 * mend no database. Whether everything that it needs answers, `/api/ready` says.
 */
export async function GET(): Promise<Response> {
  await connection()
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}
