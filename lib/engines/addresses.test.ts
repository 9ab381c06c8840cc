import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { listEngines } from '@/lib/data/engines/queries'
import { checkProviderKey } from '@/lib/platform/check-provider-key'
import { installationSettings, type KeyedProvider, providerSettings } from '@/lib/platform/engine-settings'
import { improvePrompt } from '@/lib/platform/language-model/improve-prompt'
import { languageModelSettings } from '@/lib/platform/language-model/settings'
import { SETTINGS } from '@/lib/platform/settings.mjs'
import { loadEngine } from './registry'
import { testCanvas, testEngineRequest, testRun } from './testing/engine-run'
import { testPictures } from './testing/job-engine-suite'

/** Nobody answers there. Every setting names it, so an engine that asks there has taken a setting for an address. */
const ELSEWHERE = 'http://elsewhere.invalid'

/** Where each provider lives, for pictures and for what is asked about a key. A provider without an entry does not compile. */
const HOMES: Record<KeyedProvider, readonly string[]> = {
  google: ['https://generativelanguage.googleapis.com'],
  openai: ['https://api.openai.com'],
  gateway: ['https://ai-gateway.vercel.sh'],
  'black-forest-labs': ['https://api.bfl.ai'],
  fal: ['https://queue.fal.run', 'https://api.fal.ai'],
  replicate: ['https://api.replicate.com'],
}
const PROVIDERS = Object.keys(HOMES) as KeyedProvider[]

/** Servers of one's own have no other address than the one that whoever runs the installation sets: the two that are meant to move. */
const MOVES = /^(openai-compatible$|comfyui:)/

/** What the clients of providers, or a later hand, might read besides: `OPENAI_BASE_URL` is one that a client does read. */
const LIKELY = Object.keys(SETTINGS)
  .filter((name) => /_(API_KEY|API_TOKEN|KEY)$/.test(name))
  .map((name) => name.replace(/(_API)?_(KEY|TOKEN)$/, ''))
  .flatMap((prefix) => ['_BASE_URL', '_API_BASE_URL', '_API_BASE', '_API_URL', '_URL', '_ENDPOINT', '_HOST', '_ORIGIN'].map((end) => prefix + end))

/** A value that names the other place, and that the setting takes. Numbers and choices hold no address. */
function valueFor(name: string, setting: (typeof SETTINGS)[keyof typeof SETTINGS]): string | undefined {
  if (setting.kind === 'url') return ELSEWHERE.replace('http:', setting.protocols[0])
  // A model keeps its beginning, by which some engines tell what it can take.
  if (setting.kind === 'text') return `${'default' in setting ? setting.default : ''}${ELSEWHERE}`
  if (setting.kind === 'secret') return `${ELSEWHERE}/${'x'.repeat(setting.min)}`
  if (setting.kind !== 'pattern') return undefined
  const value = [ELSEWHERE, 'elsewhere.invalid', `openai/${ELSEWHERE}`].find((text) => setting.pattern.test(text))
  if (!value) throw new Error(`Say here what ${name} may be.`)
  return value
}

let asked: string[] = []
beforeAll(() => {
  for (const name of LIKELY) vi.stubEnv(name, ELSEWHERE)
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const value = valueFor(name, setting)
    if (value !== undefined) vi.stubEnv(name, value)
  }
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    asked.push(input instanceof Request ? input.url : String(input))
    return new Response('{}', { status: 401, headers: { 'content-type': 'application/json' } })
  })
})
beforeEach(() => {
  asked = []
})
const origins = (): string[] => [...new Set(asked.map((url) => new URL(url).origin))]

async function generateWith(id: string): Promise<void> {
  const [snapshot, depth, lines] = await testPictures()
  const engine = await loadEngine(id, installationSettings)
  await engine.generate(testEngineRequest({ canvas: testCanvas({ snapshot, depth, lines }) }), testRun()).catch(() => undefined)
}

describe('with every setting naming another place, as an address, a key and a model', () => {
  test.each(PROVIDERS)('%s is asked for pictures at home and nowhere else', async (id) => {
    expect(Object.keys(providerSettings(id) ?? {})).toEqual(['apiKey', 'model'])
    await generateWith(id)
    expect(origins()).toEqual(HOMES[id].slice(0, 1))
  })

  test.each(PROVIDERS)('%s is asked about a key at home and nowhere else', async (id) => {
    await checkProviderKey(id, providerSettings(id)?.apiKey ?? '')
    expect(HOMES[id]).toEqual(expect.arrayContaining(origins()))
    expect(asked).toHaveLength(1)
  })

  test.each(['google', 'openai'] as const)('%s is asked for words at home and nowhere else', async (family) => {
    const settings = languageModelSettings()
    if (!settings) throw new Error('no language model')
    expect(settings).toMatchObject({ family: 'openai', baseUrl: null })
    await improvePrompt({ ...settings, family }, { prompt: 'oak', readsPrompt: false }).catch(() => undefined)
    expect(origins()).toEqual(HOMES[family])
  })

  test("a server of one's own is asked where the environment says, and these are the only engines that move", async () => {
    const moving = listEngines()
      .map(({ capabilities }) => capabilities.id)
      .filter((id) => MOVES.test(id))
    expect(moving.length).toBeGreaterThan(1)
    for (const id of moving) await generateWith(id)
    expect(origins()).toEqual([ELSEWHERE])
    const others = listEngines().map(({ capabilities }) => capabilities.id)
    expect(others.filter((id) => !MOVES.test(id)).sort()).toEqual([...PROVIDERS, 'studio'].sort())
  })
})
