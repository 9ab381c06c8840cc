import { z } from 'zod'
import type { ComfyUiTest } from '@/lib/domain/comfyui-test'
import { AppError } from '@/lib/domain/errors'
import { comfyUiAddress } from './comfyui-address'
import { readLimited } from './read-limited'

const TIMEOUT_MS = 5_000
const ANSWER_BYTES_MAX = 200_000

/** What ComfyUI says of itself, see `system_stats` in its server.py. Older ones leave out their version. */
const statsSchema = z.object({ system: z.object({ comfyui_version: z.string().max(40).optional() }), devices: z.array(z.unknown()) })

/**
 * Asks a ComfyUI for its own state, which makes nothing. Never throws, and nothing of the address leaves it.
 * @param baseUrl from the environment, as {@link comfyUiAddress} takes it.
 */
export async function checkComfyUi(baseUrl: string): Promise<ComfyUiTest> {
  const { address, headers } = comfyUiAddress(baseUrl)
  try {
    // A redirect would carry name and password to wherever it leads.
    const response = await fetch(`${address}/system_stats`, { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.status === 401 || response.status === 403) return { kind: 'refused' }
    if (!response.ok || !response.body) return { kind: response.status >= 500 ? 'unreachable' : 'not_comfyui' }
    const stats = statsSchema.safeParse(jsonOf(await readLimited(response.body, ANSWER_BYTES_MAX, tooLong)))
    return stats.success ? { kind: 'answers', version: stats.data.system.comfyui_version ?? null } : { kind: 'not_comfyui' }
  } catch {
    return { kind: 'unreachable' }
  }
}

const tooLong = (): AppError => new AppError('too_large', 'The answer is too long.')

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
