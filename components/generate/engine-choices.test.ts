import { expect, test } from 'vitest'
import type { EngineOption } from '@/lib/domain/generation-view'
import { fal } from '@/lib/engines/fal/capabilities'
import { google } from '@/lib/engines/google/capabilities'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { ENGINE_GROUP_NOTES, engineChoices } from './engine-choices'

const studio: EngineOption = { capabilities: STUDIO, model: null, ready: true, reason: null }
const lacking = (capabilities: EngineOption['capabilities']): EngineOption => ({
  ...{ capabilities, model: null, ready: false },
  reason: 'Needs a key. An owner or admin adds it.',
  needs: { what: 'key', settings: 'SOME_KEY' },
})

test('that engines lack a key is said once, under the heading that they share', () => {
  const choices = engineChoices([lacking(fal(null)), studio, lacking(google(null))])
  expect(choices.map(({ label, disabled, group }) => ({ label, disabled, group }))).toEqual([
    { label: 'Studio', disabled: false, group: undefined },
    { label: 'fal', disabled: true, group: 'Not set up here' },
    { label: 'Gemini', disabled: true, group: 'Not set up here' },
  ])
  expect(choices.map(({ note }) => note).join(' ')).not.toContain('key')
  expect(ENGINE_GROUP_NOTES['Not set up here']).toContain('key')
})

test('what else is wrong with an engine stands with that engine', () => {
  const reason = 'The key of the team can no longer be read.'
  const [choice] = engineChoices([{ capabilities: fal(null), model: null, ready: false, reason }])
  expect(choice).toMatchObject({ disabled: true, note: reason })
})
