import { respondUsage } from '@/app/_server/respond-usage'
import { instanceUsageCsv } from '@/lib/data/usage/export'

/** What all teams generated in a range, for instance admins. */
export const GET = (request: Request): Promise<Response> => respondUsage(request, instanceUsageCsv)
