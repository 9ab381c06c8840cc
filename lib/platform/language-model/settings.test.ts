import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const NAMES = ['PROMPT_MODEL', 'GOOGLE_GENERATIVE_AI_API_KEY', 'OPENAI_API_KEY', 'OPENAI_COMPATIBLE_BASE_URL', 'OPENAI_COMPATIBLE_API_KEY']

beforeEach(() => {
  for (const name of NAMES) vi.stubEnv(name, '')
})
afterEach(() => vi.unstubAllEnvs())

/** The settings are read once and kept, so each case reads them in a module of its own. */
async function settingsOf(environment: Record<string, string>) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.resetModules()
  return (await import('./settings')).languageModelSettings()
}

it('takes key and address of the family that the setting names', async () => {
  expect(await settingsOf({ PROMPT_MODEL: 'google/gemini-x', GOOGLE_GENERATIVE_AI_API_KEY: 'g' })).toEqual({
    family: 'google',
    model: 'gemini-x',
    apiKey: 'g',
    baseUrl: null,
  })
  expect(await settingsOf({ PROMPT_MODEL: 'openai-compatible/org/writer', OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:1234/v1/' })).toEqual({
    family: 'openai-compatible',
    model: 'org/writer',
    apiKey: null,
    baseUrl: 'http://127.0.0.1:1234/v1',
  })
})

it('is nothing without the setting, and without the key or the address that it needs', async () => {
  expect(await settingsOf({ OPENAI_API_KEY: 'o' })).toBeNull()
  expect(await settingsOf({ PROMPT_MODEL: 'google/gemini-x', OPENAI_API_KEY: 'o' })).toBeNull()
  expect(await settingsOf({ PROMPT_MODEL: 'openai-compatible/writer' })).toBeNull()
})

it('refuses a setting that names no family', async () => {
  await expect(settingsOf({ PROMPT_MODEL: 'gemini-x' })).rejects.toThrow('PROMPT_MODEL')
})
