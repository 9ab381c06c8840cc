import { currentActor } from '@/app/_server/actor'
import { contentDisposition } from '@/app/_server/content-disposition'
import { respondError } from '@/app/_server/respond'
import { readTimeZone } from '@/app/_server/time-zone'
import { usageCsv } from '@/lib/data/usage/export'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { readUsageRange } from '@/lib/domain/usage-range'

/** The generations of a range as CSV, one a line, sent while they are read. `?range=` or `?from=&to=` as on the page of usage. */
export async function GET(request: Request, { params }: RouteContext<'/api/teams/[teamId]/usage.csv'>): Promise<Response> {
  try {
    const { teamId } = await params
    const [actor, timeZone] = await Promise.all([currentActor(), readTimeZone()])
    const range = readUsageRange(Object.fromEntries(new URL(request.url).searchParams), timeZone, Date.now())
    const lines = await usageCsv(actor, teamId, range)
    return new Response(streamOf(lines), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': contentDisposition(`maquette-usage-${range.from}-to-${range.to}.csv`),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': DATA_POLICY,
      },
    })
  } catch (error) {
    return respondError(error)
  }
}

/** Reads on only as fast as the other side takes it, and stops when it goes away. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}
