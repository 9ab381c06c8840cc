import { comfyUiBaseUrl, type EngineSettings, hostedSettings, type KeyedProvider, type ProviderSettings } from '@/lib/platform/engine-settings'
import { COMFYUI, SHIPPED_WORKFLOWS, teamWorkflowEngine } from './comfyui/capabilities'
import { type Engine, EngineError } from './contract'

/** One line an engine. Each is imported when it is first needed, so that listing them costs nothing. */
const ENGINES: Record<string, (settings: EngineSettings) => Promise<Engine>> = {
  studio: async () => (await import('./studio')).studio,
  google: async (settings) => (await import('./google')).createGoogle(keyed(settings, 'google')),
  openai: async (settings) => (await import('./openai')).createOpenAi(keyed(settings, 'openai')),
  gateway: async (settings) => (await import('./gateway')).createGateway(keyed(settings, 'gateway')),
  'black-forest-labs': async (settings) => (await import('./black-forest-labs')).createBlackForestLabs(keyed(settings, 'black-forest-labs')),
  fal: async (settings) => (await import('./fal')).createFal(keyed(settings, 'fal')),
  replicate: async (settings) => (await import('./replicate')).createReplicate(keyed(settings, 'replicate')),
  ...comfyUiEngines(),
  'openai-compatible': async () => (await import('./openai-compatible')).createOpenAiCompatible(hostedSettings() ?? notSetUp()),
}

const keyed = (settings: EngineSettings, provider: KeyedProvider): ProviderSettings =>
  settings.provider(provider) ?? notSetUp(settings.problem(provider) ?? undefined)

/** Each workflow is an engine of its own, for each takes other things. */
function comfyUiEngines(): Record<string, () => Promise<Engine>> {
  return Object.fromEntries(
    SHIPPED_WORKFLOWS.map((name) => [COMFYUI[name].id, async () => (await import('./comfyui')).createShippedComfyUi(name, comfyUiBaseUrl() ?? notSetUp())]),
  )
}

/** Its settings may have been taken away since the request was made. */
function notSetUp(why = 'This engine is no longer set up here. Use another, or ask whoever runs this installation.'): never {
  throw new EngineError('not_configured', why)
}

/** @param settings The keys and workflows of the team whose work it is. */
export type LoadEngine = (id: string, settings: EngineSettings) => Promise<Engine>

/** @throws EngineError `not_configured` for an engine that this installation does not have. */
export const loadEngine: LoadEngine = async (id, settings) => {
  const workflow = settings.workflows.find((own) => teamWorkflowEngine(own.id) === id)
  if (workflow) return (await import('./comfyui/team-workflow')).createTeamComfyUi(workflow, comfyUiBaseUrl() ?? notSetUp())
  const load = Object.hasOwn(ENGINES, id) ? ENGINES[id] : undefined
  if (!load) throw new EngineError('not_configured', 'This engine is not part of this installation. Choose another and try again.')
  return load(settings)
}
