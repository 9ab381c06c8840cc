import 'server-only'
import type { Actor } from '@/lib/data/actor'
import { readUsageRange, type UsageRange } from '@/lib/domain/usage-range'
import { currentActor } from './actor'
import { respondError } from './respond'
import { respondText } from './respond-text'
import { readTimeZone } from './time-zone'

/** Generations of a range as CSV, one a line, sent while they are read. `?range=` or `?from=&to=` as on the pages of usage. */
export async function respondUsage(
  request: Request,
  linesFor: (actor: Actor, range: UsageRange) => AsyncGenerator<string> | Promise<AsyncGenerator<string>>,
): Promise<Response> {
  try {
    const [actor, timeZone] = await Promise.all([currentActor(), readTimeZone()])
    const range = readUsageRange(Object.fromEntries(new URL(request.url).searchParams), timeZone, Date.now())
    return respondText(await linesFor(actor, range), { mime: 'text/csv', name: `maquette-usage-${range.from}-to-${range.to}.csv` })
  } catch (error) {
    return respondError(error)
  }
}
