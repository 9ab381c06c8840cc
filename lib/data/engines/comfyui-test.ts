import 'server-only'
import type { ComfyUiTest } from '@/lib/domain/comfyui-test'
import { notFound } from '@/lib/domain/errors'
import { checkComfyUi } from '@/lib/platform/check-comfyui'
import { comfyUiBaseUrl } from '@/lib/platform/engine-settings'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { consume } from '../rate-limits/consume'
import { requireTeam } from '../teams/require-team'

const MINUTE_MS = 60_000
const TESTS_A_MINUTE = 5

/**
 * Asks the ComfyUI of this installation whether it is there, for an owner or admin of a team. Its address is the installation's, and the
 * answer names nothing of it.
 * @throws AppError `unauthenticated`, `forbidden` in a suspended team, `not_found` also where no ComfyUI is set up, `rate_limited` after five in a minute.
 */
export async function testComfyUi(actor: Actor, teamId: string): Promise<ComfyUiTest> {
  requireUserId(actor)
  await requireTeam(actor, teamId, 'team.update')
  const baseUrl = comfyUiBaseUrl()
  if (baseUrl === null) throw notFound('A ComfyUI of this installation')
  await consume(`comfyui-test:${teamId}`, { limit: TESTS_A_MINUTE, windowMs: MINUTE_MS })
  return checkComfyUi(baseUrl)
}
