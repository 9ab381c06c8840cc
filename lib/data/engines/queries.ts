import 'server-only'
import { OPENAI_COMPATIBLE, STUDIO } from '@/lib/domain/capabilities'
import type { EngineOption } from '@/lib/domain/generation-view'
import { hostedSettings } from '@/lib/platform/engine-settings'

/** Every engine that this installation knows, in the order of the menu, with the reason why one cannot be used. */
export function listEngines(): EngineOption[] {
  const hosted = hostedSettings()
  return [
    { capabilities: STUDIO, ready: true, reason: null },
    {
      capabilities: hosted ? { ...OPENAI_COMPATIBLE, label: hosted.model } : OPENAI_COMPATIBLE,
      ready: hosted !== null,
      reason: hosted
        ? null
        : 'Needs a key. Whoever runs this installation sets OPENAI_COMPATIBLE_BASE_URL, OPENAI_COMPATIBLE_API_KEY and OPENAI_COMPATIBLE_MODEL.',
    },
  ]
}

export const findEngine = (id: string): EngineOption | undefined => listEngines().find((option) => option.capabilities.id === id)
