import type { TeamWorkflow } from '@/lib/domain/team-workflow'
import { type Env, env } from './env'

/** What a factory of a hosted engine takes. */
export type ProviderSettings = {
  apiKey: string
  model: string
  /** Another address of the same API, for tests; no setting reaches it. */
  baseUrl?: string
}

/** The first of the keys that is set counts. */
const KEYED = {
  google: { keys: ['GOOGLE_GENERATIVE_AI_API_KEY'], model: 'GOOGLE_IMAGE_MODEL' },
  openai: { keys: ['OPENAI_API_KEY'], model: 'OPENAI_IMAGE_MODEL' },
  gateway: { keys: ['AI_GATEWAY_API_KEY'], model: 'AI_GATEWAY_IMAGE_MODEL' },
  'black-forest-labs': { keys: ['BFL_API_KEY'], model: 'BFL_IMAGE_MODEL' },
  fal: { keys: ['FAL_API_KEY', 'FAL_KEY'], model: 'FAL_IMAGE_MODEL' },
  replicate: { keys: ['REPLICATE_API_TOKEN'], model: 'REPLICATE_IMAGE_MODEL' },
} as const satisfies Record<string, { keys: readonly (keyof Env)[]; model: keyof Env }>

/** A provider that needs a key and nothing else. */
export type KeyedProvider = keyof typeof KEYED

/** Key and model of a provider from the environment, or null without a key. */
export function providerSettings(provider: KeyedProvider): ProviderSettings | null {
  const { keys, model } = KEYED[provider]
  const settings = env()
  const apiKey = keys.map((name) => settings[name]).find((key) => key !== undefined)
  return apiKey ? { apiKey, model: settings[model] } : null
}

/** The keys that count for one team: its own, and behind them those of the installation. */
export type EngineSettings = {
  /** Null without a key, and where the team's own key can no longer be read: the installation does not pay in its place. */
  provider: (provider: KeyedProvider) => ProviderSettings | null
  /** What stands in the way, as a sentence, where there is more to say than that a key is missing. */
  problem: (provider: KeyedProvider) => string | null
  /** The ComfyUI workflows that the team brought, where this installation lets teams do so. */
  workflows: readonly TeamWorkflow[]
  /** Whether the installation lets the team use this engine. */
  allows: (engineId: string) => boolean
}

/** The keys of the installation alone. */
export const installationSettings: EngineSettings = { provider: providerSettings, problem: () => null, workflows: [], allows: () => true }

/** The model to ask a provider for, whoever brought the key. */
export const modelOf = (provider: KeyedProvider): string => env()[KEYED[provider].model]

/** The name of the setting that holds the key. */
export const keyName = (provider: KeyedProvider): string => KEYED[provider].keys[0]

export type HostedSettings = { baseUrl: string; apiKey: string | null; model: string }

/**
 * The OpenAI-compatible image server of this installation, or null when none is set up. It comes from the environment
 * alone: nothing that a user can change reaches it. A local server may need no key.
 */
export function hostedSettings(): HostedSettings | null {
  const { OPENAI_COMPATIBLE_BASE_URL: baseUrl, OPENAI_COMPATIBLE_API_KEY: apiKey, OPENAI_COMPATIBLE_MODEL: model } = env()
  if (!baseUrl || !model) return null
  return { baseUrl: withoutSlash(baseUrl), apiKey: apiKey ?? null, model }
}

/** The address of this installation's ComfyUI, without a slash at its end, or null. */
export function comfyUiBaseUrl(): string | null {
  const { COMFYUI_BASE_URL: baseUrl } = env()
  return baseUrl ? withoutSlash(baseUrl) : null
}

/** Whether teams may bring workflows of their own. */
export const takesTeamWorkflows = (): boolean => comfyUiBaseUrl() !== null && env().COMFYUI_TEAM_WORKFLOWS === 'on'

/** The address of the ComfyUI that estimates the depth of finished images, or null where nothing does. */
export const depthEstimatorBaseUrl = (): string | null => (env().FIDELITY_DEPTH_ESTIMATOR === 'comfyui' ? comfyUiBaseUrl() : null)

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')
