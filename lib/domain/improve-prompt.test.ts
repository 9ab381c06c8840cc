import { expect, it } from 'vitest'
import { PROMPT_LENGTH_MAX } from './generation'
import { checkImproved, improveRequestSchema } from './improve-prompt'

const BEFORE = 'make @Vase of @Reference 2, {oak|walnut} table, {{light}}'

it.each([
  ['Golden hour, long shadows', 'Golden hour, long shadows'],
  ['"Golden hour"', 'Golden hour'],
  ['“Golden hour”', 'Golden hour'],
  ['```text\nGolden hour\n```', 'Golden hour'],
  ['"Golden" and "hour"', '"Golden" and "hour"'],
  ['  Golden hour \n', 'Golden hour'],
])('takes the prompt out of %j', (answer, prompt) => {
  expect(checkImproved('golden hour', answer)).toEqual({ ok: true, prompt })
})

it('takes a prompt that keeps mentions, choices and variables, in any order', () => {
  const prompt = 'In {{light}}, the @vase takes its surface of @reference 2, on a {oak|walnut} table'
  expect(checkImproved(BEFORE, prompt)).toEqual({ ok: true, prompt })
})

it.each([
  ['make the vase of @Reference 2, {oak|walnut} table, {{light}}', '@vase'],
  ['make @Vase of the reference, {oak|walnut} table, {{light}}', '@Reference 2'],
  ['make @Vase of @Reference 2, oak table, {{light}}', '{oak|walnut}'],
  ['make @Vase of @Reference 2, {oak|walnut} table, noon', '{{light}}'],
  [`${BEFORE}, @Bowl in brass`, '@bowl'],
])('refuses “%s” and names what is wrong with it', (answer, mark) => {
  expect(checkImproved(BEFORE, answer)).toMatchObject({ ok: false, message: expect.stringContaining(mark) })
})

it('refuses no answer and one that is too long', () => {
  for (const answer of ['', ' "" ', 'x'.repeat(PROMPT_LENGTH_MAX + 1)]) expect(checkImproved('noon', answer)).toMatchObject({ ok: false })
})

it('asks for nothing without a prompt', () => {
  const request = { teamId: 'team_1', prompt: 'noon', readsPrompt: true }
  expect(improveRequestSchema.safeParse(request).success).toBe(true)
  expect(improveRequestSchema.safeParse({ ...request, prompt: ' \n' }).success).toBe(false)
})
