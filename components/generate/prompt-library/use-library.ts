'use client'
import { useCallback, useEffect, useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { useToast } from '@/components/ui/toast'
import { type ErrorInfo, type Result, UNREACHABLE } from '@/lib/domain/errors'
import type { PromptTemplate, TeamPrompt } from '@/lib/domain/prompt-template'
import { fetchPrompts } from '../api'
import type { LibraryActions } from '../prompt-help'

/** A server action that does not come back throws: the server restarts, or the line is down. */
const settled = <T>(work: Promise<Result<T>>): Promise<Result<T>> => work.catch(() => ({ ok: false, error: { code: 'unavailable', message: UNREACHABLE } }))

export type Library = {
  /** Null until they have come. */
  prompts: readonly TeamPrompt[] | null
  /** Why they have not come. */
  problem: string | null
  reload: () => Promise<void>
  /** @returns what is wrong, or null once it is kept. */
  save: (id: string | null, template: PromptTemplate, done: () => void) => Promise<ErrorInfo | null>
  remove: (prompt: TeamPrompt) => Promise<void>
}

/** The prompts of the scene's team. */
export function useLibrary(actions: LibraryActions | null): Library {
  const { teamId } = useEditorBridge()
  const toast = useToast()
  const [prompts, setPrompts] = useState<readonly TeamPrompt[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const reload = useCallback(async (): Promise<void> => {
    const found = await fetchPrompts(teamId)
    if (found.ok) setPrompts(found.value)
    setProblem(found.ok ? null : found.error.message)
  }, [teamId])
  useEffect(() => void reload(), [reload])

  return {
    prompts,
    problem,
    reload,
    save: async (id, template, done) => {
      if (!actions) return null
      const result = await settled<unknown>(id === null ? actions.create(teamId, template) : actions.update(id, template))
      if (!result.ok) return result.error
      await reload()
      done()
      toast({ message: id === null ? 'The prompt is in the library of the team.' : 'The prompt was changed.' })
      return null
    },
    remove: async (prompt) => {
      if (!actions) return
      const result = await settled(actions.remove(prompt.id))
      if (!result.ok) return toast({ message: result.error.message, tone: 'error' })
      setPrompts((present) => present?.filter(({ id }) => id !== prompt.id) ?? null)
      const undo = async (): Promise<void> => {
        const restored = await settled(actions.restore(prompt.id))
        if (!restored.ok) return toast({ message: restored.error.message, tone: 'error' })
        await reload()
      }
      toast({ message: `“${prompt.name}” was deleted.`, action: { label: 'Undo', onPress: () => void undo() } })
    },
  }
}
