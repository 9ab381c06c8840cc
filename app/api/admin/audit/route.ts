import { respondAudit } from '@/app/_server/respond-audit'

/** The audit log of the whole installation as a file, for instance admins. */
export const GET = (request: Request): Promise<Response> => respondAudit(request, 'instance')
