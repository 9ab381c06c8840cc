import type { UserActor } from '@/lib/data/actor'
import { assertMayStore } from '@/lib/data/assets/mutations'
import { consume } from '@/lib/data/rate-limits/consume'
import { currentTeamOf } from '@/lib/data/teams/queries'
import { AppError, notFound } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { isStorableText } from '@/lib/domain/text'
import { assertSameOrigin } from '@/lib/platform/origin'
import { readLimited } from '@/lib/platform/read-limited'
import { currentActor } from './actor'

const UPLOADS_A_MINUTE = 20

export type Upload = { actor: UserActor; teamId: string; fileName: string; bytes: Uint8Array }

/** Names come percent-encoded, since headers hold Latin-1 alone. */
function fileNameOf(request: Request): string {
  try {
    const name = decodeURIComponent(request.headers.get('x-file-name') ?? '')
    return isStorableText(name) ? name : ''
  } catch {
    return ''
  }
}

function declaredSize(request: Request): number {
  const length = request.headers.get('content-length')
  if (length !== null && /^\d+$/.test(length)) return Number(length)
  throw new AppError('invalid', 'This upload does not say how large it is. Reload the page and try again.')
}

/**
 * Receives a file that the browser sends as the body of a POST, with its name in `x-file-name` and the team in `?teamId=`
 * (the actor's current team otherwise). Whoever may not upload is refused before the body is read; a body that grows
 * beyond the limit is given up; one that is shorter than declared was cut off on the way and is refused.
 * @throws AppError
 */
export async function receiveUpload(request: Request, limits: { bytesMax: number; tooLarge: () => AppError }): Promise<Upload> {
  assertSameOrigin(request)
  const actor = await currentActor()
  if (actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to upload files.')
  await consume(`upload:${actor.userId}`, { limit: UPLOADS_A_MINUTE, windowMs: 60_000 })
  const teamId = new URL(request.url).searchParams.get('teamId') ?? (await currentTeamOf(actor)).id
  if (!idSchema.safeParse(teamId).success) throw notFound('This team')
  await assertMayStore(actor, teamId)

  const size = declaredSize(request)
  if (size > limits.bytesMax) throw limits.tooLarge()
  const bytes = await receive(request.body, limits)
  if (bytes.byteLength !== size) throw cutOff()
  return { actor, teamId, fileName: fileNameOf(request), bytes }
}

const cutOff = (cause?: unknown): AppError => new AppError('invalid', 'The upload was cut off on the way. Check your connection and try again.', { cause })

async function receive(body: ReadableStream<Uint8Array> | null, { bytesMax, tooLarge }: { bytesMax: number; tooLarge: () => AppError }): Promise<Uint8Array> {
  try {
    return body ? await readLimited(body, bytesMax, tooLarge) : new Uint8Array()
  } catch (error) {
    throw error instanceof AppError ? error : cutOff(error)
  }
}
