import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { respondText } from '@/app/_server/respond-text'
import { readTimeZone } from '@/app/_server/time-zone'
import { usageCsv } from '@/lib/data/usage/export'
import { readUsageRange } from '@/lib/domain/usage-range'

/** The generations of a range as CSV, one a line, sent while they are read. `?range=` or `?from=&to=` as on the page of usage. */
export async function GET(request: Request, { params }: RouteContext<'/api/teams/[teamId]/usage.csv'>): Promise<Response> {
  try {
    const { teamId } = await params
    const [actor, timeZone] = await Promise.all([currentActor(), readTimeZone()])
    const range = readUsageRange(Object.fromEntries(new URL(request.url).searchParams), timeZone, Date.now())
    const lines = await usageCsv(actor, teamId, range)
    return respondText(lines, { mime: 'text/csv', name: `maquette-usage-${range.from}-to-${range.to}.csv` })
  } catch (error) {
    return respondError(error)
  }
}
