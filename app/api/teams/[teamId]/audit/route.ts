import { respondAudit } from '@/app/_server/respond-audit'

/** The audit log of a team as a file, for its owners and admins. */
export async function GET(request: Request, { params }: RouteContext<'/api/teams/[teamId]/audit'>): Promise<Response> {
  return respondAudit(request, { teamId: (await params).teamId })
}
