import { expect, test } from 'vitest'
import { OPENAI_COMPATIBLE } from '@/lib/engines/openai-compatible/capabilities'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { type RequestFacts, whyNotGenerate } from './check-request'

const studio = { capabilities: STUDIO, model: null, ready: true, reason: null }
const hosted = { capabilities: OPENAI_COMPATIBLE, model: 'm', ready: true, reason: null }
const facts = (changes: Partial<RequestFacts['settings']> = {}, more: Partial<RequestFacts> = {}): RequestFacts => ({
  settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'standard', seed: 0, images: 1, ...changes },
  references: [],
  prompt: '',
  hasContent: true,
  ...more,
})

test('a scene with something in it is enough for Studio', () => {
  expect(whyNotGenerate(studio, facts())).toBeNull()
})

test('every refusal is one sentence or two that say what to do', () => {
  const cases = [
    whyNotGenerate(undefined, facts()),
    whyNotGenerate({ ...hosted, ready: false, reason: 'Needs a key.' }, facts()),
    whyNotGenerate(studio, facts({ canvas: false })),
    whyNotGenerate(studio, facts({}, { hasContent: false })),
    whyNotGenerate(hosted, facts({ canvas: false })),
    whyNotGenerate(studio, facts({ size: 2048 })),
    whyNotGenerate(studio, facts({ negativePrompt: 'no people' })),
    whyNotGenerate(hosted, facts({ quality: 'high' })),
    whyNotGenerate({ ...studio, capabilities: { ...STUDIO, ratios: ['1:1'] } }, facts()),
    whyNotGenerate({ ...studio, capabilities: { ...STUDIO, images: [1] } }, facts({ images: 4 })),
    whyNotGenerate({ ...studio, capabilities: { ...STUDIO, referencesMax: 0 } }, facts({}, { references: [{ role: 'style' }] })),
    whyNotGenerate({ ...studio, capabilities: { ...STUDIO, referenceRoles: ['style'] } }, facts({}, { references: [{ role: 'concept' }] })),
  ]
  for (const sentence of cases) expect(sentence).toMatch(/^[A-Z].*\.$/)
  expect(new Set(cases).size).toBe(cases.length)
})

test('without the canvas a prompt or a reference is enough, where the engine can do without', () => {
  expect(whyNotGenerate(hosted, facts({ canvas: false }, { prompt: 'A lighthouse' }))).toBeNull()
  expect(whyNotGenerate(hosted, facts({ canvas: false }, { references: [{ role: 'style' }], hasContent: false }))).toBeNull()
})
