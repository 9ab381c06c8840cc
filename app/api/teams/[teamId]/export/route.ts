import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { respondZip } from '@/app/_server/zip'
import { exportTeam } from '@/lib/data/teams/export'
import { exportName } from '@/lib/domain/download-name'

/** Everything of a team as one zip, sent while it is read: for its owners and admins. */
export async function GET(_request: Request, { params }: RouteContext<'/api/teams/[teamId]/export'>): Promise<Response> {
  try {
    const { teamId } = await params
    const { name, files } = await exportTeam(await currentActor(), teamId)
    return respondZip(exportName(name, new Date().toISOString().slice(0, 10)), files)
  } catch (error) {
    return respondError(error)
  }
}
