'use client'
import { useState } from 'react'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import { newRequestKey } from './actions'
import { fetchGeneration } from './api'
import { loadExploration, loadRun, useGenerate } from './generate-provider'
import { addReference, dropRun, putRun, reuse, show } from './panel-state'

/** Cancels a generation; the button waits until the live stream or the answer says how it ended. */
export function useCancel(id: string): { cancel: () => Promise<void>; canceling: boolean } {
  const { store, actions } = useGenerate()
  const toast = useToast()
  const [canceling, setCanceling] = useState(false)
  return {
    canceling,
    cancel: async () => {
      setCanceling(true)
      try {
        const result = await actions.cancel(id)
        if (!result.ok) toast({ message: result.error.message, tone: 'error' })
        await loadRun(store, id)
      } catch {
        toast({ message: UNREACHABLE, tone: 'error' })
      } finally {
        setCanceling(false)
      }
    },
  }
}

/** Cancels everything of an exploration that still waits or works. */
export function useCancelAll(explorationId: string): { cancelAll: () => Promise<void>; canceling: boolean } {
  const { store, actions } = useGenerate()
  const toast = useToast()
  const [canceling, setCanceling] = useState(false)
  return {
    canceling,
    cancelAll: async () => {
      setCanceling(true)
      try {
        const result = await actions.cancelExploration(explorationId)
        if (!result.ok) toast({ message: result.error.message, tone: 'error' })
        await loadExploration(store, explorationId)
      } catch {
        toast({ message: UNREACHABLE, tone: 'error' })
      } finally {
        setCanceling(false)
      }
    },
  }
}

/** Queues the same inputs again and shows the new generation, unless `stay`: then it appears where it belongs in what is in sight. */
export function useTryAgain(id: string, { stay = false }: { stay?: boolean } = {}): { tryAgain: () => Promise<void>; trying: boolean } {
  const { store, actions } = useGenerate()
  const toast = useToast()
  const [trying, setTrying] = useState(false)
  return {
    trying,
    tryAgain: async () => {
      setTrying(true)
      try {
        const result = await actions.tryAgain(id, newRequestKey())
        if (!result.ok) return toast({ message: result.error.message, tone: 'error' })
        await loadRun(store, result.value.generationId)
        if (!stay) show(store, { generationId: result.value.generationId, index: 0 })
      } catch {
        toast({ message: UNREACHABLE, tone: 'error' })
      } finally {
        setTrying(false)
      }
    },
  }
}

/** Puts everything that a generation was made with back into the panel and returns to the 3D view. */
export function useReuse(id: string): () => Promise<void> {
  const { store } = useGenerate()
  const toast = useToast()
  return async () => {
    const found = await fetchGeneration(id)
    if (!found.ok) return toast({ message: found.error.message, tone: 'error' })
    const { shown } = store.getState()
    const index = shown?.generationId === id ? shown.index : 0
    reuse(store, found.value, found.value.outputs[index]?.id ?? null)
    show(store, null)
    toast({ message: 'The panel has the prompt, the references, the settings and the seed of this image.' })
  }
}

/** Puts an image into a slot as a reference. */
export function useAsReference(): (assetId: string) => void {
  const { store } = useGenerate()
  const toast = useToast()
  return (assetId) => {
    const { runs } = store.getState()
    const output = Object.values(runs)
      .flatMap(({ outputs }) => outputs)
      .find((each) => each.assetId === assetId)
    const slot = addReference(store, { assetId, outputId: output?.id ?? null })
    show(store, null)
    toast({ message: `The image is in slot ${slot} as a reference.` })
  }
}

/** Takes a generation out of History, with Undo. */
export function useDelete(id: string): () => Promise<void> {
  const { store, actions } = useGenerate()
  const toast = useToast()
  return async () => {
    const run = store.getState().runs[id]
    try {
      const result = await actions.remove(id)
      if (!result.ok) return toast({ message: result.error.message, tone: 'error' })
    } catch {
      return toast({ message: UNREACHABLE, tone: 'error' })
    }
    dropRun(store, id)
    const undo = async (): Promise<void> => {
      const result = await actions.restore(id).catch(() => null)
      if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
      if (run) putRun(store, run)
    }
    toast({ message: 'Deleted from History.', action: { label: 'Undo', onPress: () => void undo() } })
  }
}
