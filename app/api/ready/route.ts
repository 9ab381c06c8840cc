import { connection } from 'next/server'
import { createReadiness } from '@/inngest/readiness'

const readiness = createReadiness(async () => {
  const { assertStudioLoads } = await import('@/lib/engines/studio/loads')
  await assertStudioLoads()
})

/**
 * Whether what people ask for now would be done: 200 when every part answers, else 503 with the part that does not. For
 * load balancers and monitors, hence open to everybody: it names parts and milliseconds, no reasons, which are logged.
 */
export async function GET(): Promise<Response> {
  await connection()
  const answer = await readiness()
  return Response.json(answer, { status: answer.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
