import 'server-only'
import type { Capabilities } from '@/lib/domain/capabilities'
import type { EngineOption } from '@/lib/domain/generation-view'
import { blackForestLabs } from '@/lib/engines/black-forest-labs/capabilities'
import { COMFYUI, SHIPPED_WORKFLOWS, teamWorkflowCapabilities } from '@/lib/engines/comfyui/capabilities'
import { fal } from '@/lib/engines/fal/capabilities'
import { gateway } from '@/lib/engines/gateway/capabilities'
import { google } from '@/lib/engines/google/capabilities'
import { openAi } from '@/lib/engines/openai/capabilities'
import { openAiCompatible } from '@/lib/engines/openai-compatible/capabilities'
import { replicate } from '@/lib/engines/replicate/capabilities'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { comfyUiBaseUrl, type EngineSettings, hostedSettings, installationSettings, type KeyedProvider, keyName } from '@/lib/platform/engine-settings'
import type { Actor } from '../actor'
import { engineSettings } from './settings'

/** The providers that need a key, in the order of the menu; what they can take may depend on the model. */
const KEYED: readonly { provider: KeyedProvider; capabilities: (model: string | null) => Capabilities }[] = [
  { provider: 'google', capabilities: google },
  { provider: 'openai', capabilities: openAi },
  { provider: 'gateway', capabilities: gateway },
  { provider: 'black-forest-labs', capabilities: blackForestLabs },
  { provider: 'fal', capabilities: fal },
  { provider: 'replicate', capabilities: replicate },
]

/**
 * Every engine that this installation knows, in the order of the menu, with the reason why one cannot be used.
 * @param settings The keys that count; those of the installation alone where only names are asked for.
 */
export function listEngines(settings: EngineSettings = installationSettings): EngineOption[] {
  return allEngines(settings).map((option) =>
    settings.allows(option.capabilities.id) ? option : { ...option, ready: false, reason: NOT_FOR_THIS_TEAM, needs: undefined },
  )
}

const NOT_FOR_THIS_TEAM = 'Whoever runs this installation has not opened it to this team. Ask them, or choose another engine.'

function allEngines(settings: EngineSettings): EngineOption[] {
  const hosted = hostedSettings()
  return [
    { capabilities: STUDIO, model: null, ready: true, reason: null },
    ...KEYED.map(({ provider, capabilities }): EngineOption => {
      const found = settings.provider(provider)
      const missing = `Needs a key. An owner or admin adds the team's on its Engines page, or whoever runs this installation sets ${keyName(provider)}.`
      const problem = settings.problem(provider)
      const model = found?.model ?? null
      return {
        capabilities: capabilities(model),
        model,
        ready: found !== null,
        reason: found ? null : (problem ?? missing),
        needs: found || problem ? undefined : { what: 'key', settings: keyName(provider) },
      }
    }),
    ...comfyUiOptions(settings),
    {
      capabilities: openAiCompatible(hosted?.model ?? null),
      model: hosted?.model ?? null,
      ready: hosted !== null,
      reason: hosted
        ? null
        : 'Needs a server. Whoever runs this installation sets OPENAI_COMPATIBLE_BASE_URL, OPENAI_COMPATIBLE_MODEL and, if it wants one, OPENAI_COMPATIBLE_API_KEY.',
      needs: hosted ? undefined : { what: 'server', settings: 'OPENAI_COMPATIBLE_BASE_URL, OPENAI_COMPATIBLE_MODEL' },
    },
  ]
}

/** Whether its models are there is known only to ComfyUI itself, which says so when it is asked for a picture. */
function comfyUiOptions({ workflows }: EngineSettings): EngineOption[] {
  const ready = comfyUiBaseUrl() !== null
  const reason = ready ? null : 'Needs a ComfyUI of your own. Whoever runs this installation sets COMFYUI_BASE_URL.'
  return [...SHIPPED_WORKFLOWS.map((name) => COMFYUI[name]), ...workflows.map(teamWorkflowCapabilities)].map((capabilities) => ({
    capabilities,
    model: null,
    ready,
    reason,
    needs: ready ? undefined : { what: 'server', settings: 'COMFYUI_BASE_URL' },
  }))
}

export const findEngine = (id: string, settings?: EngineSettings): EngineOption | undefined =>
  listEngines(settings).find((option) => option.capabilities.id === id)

/** As {@link listEngines}, with the keys of a team: what its people can use. */
export const listEnginesOf = async (actor: Actor, teamId: string): Promise<EngineOption[]> => listEngines(await engineSettings(actor, teamId))
