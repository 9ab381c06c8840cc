import type { GenerationView } from '@/lib/domain/generation-view'

/** A walk through earlier prompts. `at` counts back from the newest; `draft` is what had been written before. */
export type PromptWalk = { draft: string; at: number; shown: string }

export type PromptStep = { prompt: string; walk: PromptWalk | null }

/** The prompts of a scene's generations, newest first, each once and none of them empty. */
export function promptsOf(order: readonly string[], runs: Readonly<Record<string, Pick<GenerationView, 'prompt'>>>): string[] {
  return [...new Set(order.map((id) => runs[id]?.prompt.trim() ?? ''))].filter((prompt) => prompt !== '')
}

/**
 * One step back (`earlier`) or forward (`later`) from the present text. A text that was changed since the last step begins
 * a new walk, with itself as the draft that a walk comes back to.
 * @returns null where there is nothing further that way.
 */
export function stepThrough(prompts: readonly string[], walk: PromptWalk | null, present: string, way: 'earlier' | 'later'): PromptStep | null {
  const current = walk?.shown === present ? walk : null
  const draft = current?.draft ?? present
  const others = prompts.filter((prompt) => prompt !== draft.trim())
  if (way === 'later') {
    if (!current) return null
    if (current.at === 0) return { prompt: draft, walk: null }
    return stepTo(others, draft, Math.min(current.at, others.length) - 1)
  }
  // What was walked to is looked up again, since a generation that came in meanwhile stands before it.
  const from = current ? others.indexOf(current.shown) : -1
  return stepTo(others, draft, current && from < 0 ? current.at + 1 : from + 1)
}

function stepTo(prompts: readonly string[], draft: string, at: number): PromptStep | null {
  const prompt = prompts[at]
  return prompt === undefined ? null : { prompt, walk: { draft, at, shown: prompt } }
}
