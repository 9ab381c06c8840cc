import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { SCENE_BYTES_MAX } from '@/lib/data/scenes/check-document'
import { saveScene } from '@/lib/data/scenes/mutations'
import { getScene } from '@/lib/data/scenes/queries'
import { AppError } from '@/lib/domain/errors'
import { readLimited } from '@/lib/platform/read-limited'

type Context = { params: Promise<{ sceneId: string }> }

const saveSchema = z.strictObject({ baseRevision: z.number().int().min(1), patches: z.array(z.unknown()) })
/** A save that replaces everything is a little larger than the document itself. */
const BODY_BYTES_MAX = 2 * SCENE_BYTES_MAX

/** What the server has: `{ revision, document }`. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const { sceneId } = await params
    const { revision, document } = await getScene(await currentActor(), sceneId)
    return respondOk({ revision, document })
  } catch (error) {
    return respondError(error)
  }
}

/**
 * Saves property patches: `{ baseRevision, patches }` gives `{ revision }`, or 409 when somebody saved since. A route and
 * not a server action, because actions wait for one another and cannot outlive the page.
 */
export async function PATCH(request: Request, { params }: Context): Promise<Response> {
  try {
    const { sceneId } = await params
    const { baseRevision, patches } = await readSave(request)
    return respondOk(await saveScene(await currentActor(), { sceneId, baseRevision, patches }))
  } catch (error) {
    return respondError(error)
  }
}

async function readSave(request: Request): Promise<z.infer<typeof saveSchema>> {
  const tooLarge = () => new AppError('too_large', 'This change is too large to save at once.')
  const bytes = request.body ? await readLimited(request.body, BODY_BYTES_MAX, tooLarge) : new Uint8Array()
  try {
    return saveSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (cause) {
    throw new AppError('invalid', 'This change could not be read, so it was not saved.', { cause })
  }
}
