import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { requireUserId } from '@/lib/data/authorize'
import { languageModelOf } from '@/lib/data/engines/language-model'
import { consume } from '@/lib/data/rate-limits/consume'
import { requireTeam } from '@/lib/data/teams/require-team'
import { AppError } from '@/lib/domain/errors'
import { type ImproveRequest, improveRequestSchema } from '@/lib/domain/improve-prompt'
import { improvePrompt } from '@/lib/platform/language-model/improve-prompt'
import { readLimited } from '@/lib/platform/read-limited'

/** The longest prompt in any script, and what stands around it. */
const BODY_BYTES_MAX = 32_000
const LIMIT = { limit: 30, windowMs: 60 * 60_000 }

/**
 * Has a language model rewrite a prompt: `{ teamId, prompt, readsPrompt }` gives `{ prompt }`. A
 * route and not a server action, because actions wait for one another and this takes seconds.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    const userId = requireUserId(actor)
    const { teamId, ...asked } = await readRequest(request)
    await requireTeam(actor, teamId, 'generation.create')
    const settings = await languageModelOf(actor, teamId)
    if (!settings) throw new AppError('unavailable', 'No language model is set up here, so prompts cannot be improved.')
    await consume(`improve-prompt:${userId}`, LIMIT)
    return respondOk(await improvePrompt(settings, asked))
  } catch (error) {
    return respondError(error)
  }
}

/** @throws AppError `too_large`, or `invalid`; neither holds what was sent. */
async function readRequest(request: Request): Promise<ImproveRequest> {
  const bytes = request.body ? await readLimited(request.body, BODY_BYTES_MAX, () => new AppError('too_large', 'This prompt is too long.')) : new Uint8Array()
  const parsed = improveRequestSchema.safeParse(jsonOf(new TextDecoder().decode(bytes)))
  if (!parsed.success) throw new AppError('invalid', 'This request could not be read. Reload the page and try again.')
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
