'use client'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { fetchHistory } from './api'
import { useGenerate } from './generate-provider'
import { putRun } from './panel-state'
import { type PromptWalk, promptsOf, stepThrough } from './prompt-history'

/**
 * Arrow up at the very beginning of the prompt walks back through what this scene was made with, arrow down forward again
 * to what had been written. Everywhere else the arrows move the caret, as ever.
 * @returns the handler, and a sentence for screen readers on where the walk is.
 */
export function usePromptHistory(): { onArrow: (event: KeyboardEvent<HTMLTextAreaElement>) => void; told: string } {
  const { store } = useGenerate()
  const { teamId, sceneId } = useEditorBridge()
  const walk = useRef<PromptWalk | null>(null)
  const loading = useRef(false)
  const [told, setTold] = useState('')

  /** Older generations are read once the walk nears the end of those that are known. */
  async function loadMore(): Promise<void> {
    const { nextCursor } = store.getState()
    if (nextCursor === null || loading.current) return
    loading.current = true
    const page = await fetchHistory({ teamId, sceneId, cursor: nextCursor })
    loading.current = false
    // Without an answer the walk ends where it ends; the next press asks again.
    if (!page.ok) return
    for (const run of page.value.items) putRun(store, run)
    store.setState({ nextCursor: page.value.nextCursor })
  }

  function onArrow(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    const field = event.currentTarget
    if (field.selectionStart !== 0 || field.selectionEnd !== 0) return
    const { order, runs, prompt } = store.getState()
    const prompts = promptsOf(order, runs)
    const step = stepThrough(prompts, walk.current, prompt, event.key === 'ArrowUp' ? 'earlier' : 'later')
    if (event.key === 'ArrowUp' && (step?.walk?.at ?? prompts.length) >= prompts.length - 2) void loadMore()
    if (!step) return
    event.preventDefault()
    walk.current = step.walk
    store.setState({ prompt: step.prompt, submitError: null })
    setTold(step.walk ? `Earlier prompt ${step.walk.at + 1}: ${step.prompt}` : `Back to what you wrote: ${step.prompt || 'an empty prompt'}`)
    // The caret stays at the beginning, so that the next press goes on.
    requestAnimationFrame(() => field.setSelectionRange(0, 0))
  }

  return { onArrow, told }
}
