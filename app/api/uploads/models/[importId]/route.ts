import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { getModelImport } from '@/lib/data/model-imports/queries'

/** How an import is doing. */
export async function GET(_request: Request, { params }: { params: Promise<{ importId: string }> }): Promise<Response> {
  try {
    const { importId } = await params
    return respondOk(await getModelImport(await currentActor(), importId))
  } catch (error) {
    return respondError(error)
  }
}
