import { respondApiError } from '@/app/_server/api/respond'
import { originOf } from '@/app/_server/client'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'

/** Any other address below /api/v1 answers in the same form, to anybody. */
function nowhere(request: Request): Response {
  const error = new AppError('not_found', 'There is no such operation. /api/v1/openapi.json lists all of them.')
  return respondApiError(error, { requestId: originOf(request.headers).requestId ?? newId('req'), limits: [] })
}

export const GET = nowhere
export const POST = nowhere
export const PUT = nowhere
export const PATCH = nowhere
export const DELETE = nowhere
