import { comfyUiBaseUrl, hostedSettings, type KeyedProvider, type ProviderSettings, providerSettings } from '@/lib/platform/engine-settings'
import { COMFYUI, SHIPPED_WORKFLOWS } from './comfyui/capabilities'
import { type Engine, EngineError } from './contract'

/** One line an engine. Each is imported when it is first needed, so that listing them costs nothing. */
const ENGINES: Record<string, () => Promise<Engine>> = {
  studio: async () => (await import('./studio')).studio,
  google: async () => (await import('./google')).createGoogle(keyed('google')),
  openai: async () => (await import('./openai')).createOpenAi(keyed('openai')),
  gateway: async () => (await import('./gateway')).createGateway(keyed('gateway')),
  'black-forest-labs': async () => (await import('./black-forest-labs')).createBlackForestLabs(keyed('black-forest-labs')),
  fal: async () => (await import('./fal')).createFal(keyed('fal')),
  replicate: async () => (await import('./replicate')).createReplicate(keyed('replicate')),
  ...comfyUiEngines(),
  'openai-compatible': async () => (await import('./openai-compatible')).createOpenAiCompatible(hostedSettings() ?? notSetUp()),
}

const keyed = (provider: KeyedProvider): ProviderSettings => providerSettings(provider) ?? notSetUp()

/** Each workflow is an engine of its own, for each takes other things. */
function comfyUiEngines(): Record<string, () => Promise<Engine>> {
  return Object.fromEntries(
    SHIPPED_WORKFLOWS.map((name) => [COMFYUI[name].id, async () => (await import('./comfyui')).createShippedComfyUi(name, comfyUiBaseUrl() ?? notSetUp())]),
  )
}

/** Its settings may have been taken away since the request was made. */
function notSetUp(): never {
  throw new EngineError('not_configured', 'This engine is no longer set up here. Use another, or ask whoever runs this installation.')
}

export type LoadEngine = (id: string) => Promise<Engine>

/** @throws EngineError `not_configured` for an engine that this installation does not have. */
export const loadEngine: LoadEngine = async (id) => {
  const load = Object.hasOwn(ENGINES, id) ? ENGINES[id] : undefined
  if (!load) throw new EngineError('not_configured', 'This engine is not part of this installation. Choose another and try again.')
  return load()
}
