import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { readBudgetLeft } from '@/lib/data/budgets/queries'

/** What is left to whoever asks in this month, in a scene (`?scene=`). */
export async function GET(request: Request): Promise<Response> {
  try {
    return respondOk(await readBudgetLeft(await currentActor(), new URL(request.url).searchParams.get('scene') ?? ''))
  } catch (error) {
    return respondError(error)
  }
}
