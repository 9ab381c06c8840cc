import { expect, it } from 'vitest'
import { type PromptWalk, promptsOf, stepThrough } from './prompt-history'

const PROMPTS = ['newest', 'older', 'oldest']

/** Presses the arrow keys one after the other. A text between them is typed. */
function press(prompts: readonly string[], start: string, ...keys: ('up' | 'down' | { type: string })[]): string[] {
  let walk: PromptWalk | null = null
  let text = start
  return keys.map((key) => {
    if (typeof key === 'object') text = key.type
    else {
      const step = stepThrough(prompts, walk, text, key === 'up' ? 'earlier' : 'later')
      if (step) [walk, text] = [step.walk, step.prompt]
    }
    return text
  })
}

it('lists the prompts of a scene newest first, each once, without empty ones', () => {
  const runs = { c: { prompt: 'oak ' }, b: { prompt: ' ' }, a: { prompt: 'oak' }, z: { prompt: 'brass' } }
  expect(promptsOf(['c', 'b', 'a', 'z', 'gone'], runs)).toEqual(['oak', 'brass'])
})

it('goes back to the oldest prompt and stays there', () => {
  expect(press(PROMPTS, '', 'up', 'up', 'up', 'up')).toEqual(['newest', 'older', 'oldest', 'oldest'])
})

it('comes back to what was being written', () => {
  expect(press(PROMPTS, 'a draft', 'up', 'up', 'down', 'down', 'down')).toEqual(['newest', 'older', 'newest', 'a draft', 'a draft'])
})

it('passes over a prompt that is in the field already', () => {
  expect(press(PROMPTS, 'newest', 'up', 'down')).toEqual(['older', 'newest'])
})

it('begins anew once a prompt from before was changed, and keeps the change', () => {
  expect(press(PROMPTS, '', 'up', 'up', { type: 'older, at dusk' }, 'up', 'down')).toEqual(['newest', 'older', 'older, at dusk', 'newest', 'older, at dusk'])
})

it('does nothing forward before a walk, and nothing at all without prompts', () => {
  expect(press(PROMPTS, 'a draft', 'down')).toEqual(['a draft'])
  expect(press([], 'a draft', 'up')).toEqual(['a draft'])
})

it('goes on from the same prompt when another generation comes in during a walk', () => {
  const walked = stepThrough(PROMPTS, null, '', 'earlier')
  const next = stepThrough(['just made', ...PROMPTS], walked?.walk ?? null, 'newest', 'earlier')
  expect(next?.prompt).toBe('older')
})
