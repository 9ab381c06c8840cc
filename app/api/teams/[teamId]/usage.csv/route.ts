import { respondUsage } from '@/app/_server/respond-usage'
import { usageCsv } from '@/lib/data/usage/export'

/** What a team generated in a range. */
export async function GET(request: Request, { params }: RouteContext<'/api/teams/[teamId]/usage.csv'>): Promise<Response> {
  const { teamId } = await params
  return respondUsage(request, (actor, range) => usageCsv(actor, teamId, range))
}
