'use client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { ShareActions } from '@/components/share/share-actions'
import { PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import type { EngineOption, GenerationPage, Timing } from '@/lib/domain/generation-view'
import { cameraSchema } from '@/lib/scene/schema'
import type { GenerationActions } from './actions'
import { fetchExploration, fetchGeneration, fetchTimings } from './api'
import { readKept, writeKept } from './kept'
import { onLiveEvent } from './live-events'
import { addReference, createPanelStore, isInSight, keptOf, type PanelState, type PanelStore, putRun, reuse, show, showGrid, takeLive } from './panel-state'

type GenerateContextValue = {
  store: PanelStore
  actions: GenerationActions
  engines: readonly EngineOption[]
  /** False for viewers, who may look but not make. */
  mayGenerate: boolean
  /** Whether that is so for everybody, because the team is suspended. */
  isSuspended: boolean
  /** Whether the Engines page lets the reader add keys. */
  maySetUpEngines: boolean
  /** Makes a share link; null for who may not. */
  share: ShareActions['create'] | null
}
const GenerateContext = createContext<GenerateContextValue | null>(null)

export type GenerateProviderProps = {
  sceneId: string
  actions: GenerationActions
  engines: readonly EngineOption[]
  timings: readonly Timing[]
  mayGenerate: boolean
  isSuspended: boolean
  maySetUpEngines: boolean
  share: ShareActions['create'] | null
  /** The newest generations of this scene, read with the page. */
  history: GenerationPage
  /** Shown as the prompt of a scene that nothing was generated from yet. */
  suggestedPrompt?: string
  children: ReactNode
}

/** State of the Image panel, the picture area and the History tab of one scene. Never renders its children again by itself. */
export function GenerateProvider({
  sceneId,
  actions,
  engines,
  timings,
  mayGenerate,
  isSuspended,
  maySetUpEngines,
  share,
  history,
  suggestedPrompt,
  children,
}: GenerateProviderProps) {
  const [store] = useState(() => createPanelStore(history.items.length === 0 && suggestedPrompt ? { prompt: suggestedPrompt } : {}, history, timings))

  useEffect(() => {
    const kept = readKept(sceneId)
    if (kept) store.setState(kept)
    let timer: number | undefined
    const unsubscribe = store.subscribe((state, before) => {
      const same = (['prompt', 'settings', 'slots', 'seedFixed', 'explore'] as const).every((key) => state[key] === before[key])
      if (same) return
      window.clearTimeout(timer)
      timer = window.setTimeout(() => writeKept(sceneId, keptOf(store.getState())), 250)
    })
    const flush = (): void => writeKept(sceneId, keptOf(store.getState()))
    window.addEventListener('pagehide', flush)
    return () => {
      unsubscribe()
      window.clearTimeout(timer)
      flush()
      window.removeEventListener('pagehide', flush)
    }
  }, [sceneId, store])

  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type !== 'generation' || event.sceneId !== sceneId) return
        if (takeLive(store, event)) void loadRun(store, event.id)
      }),
    [sceneId, store],
  )

  useEffect(() => {
    const query = new URLSearchParams(window.location.search)
    const reuseId = query.get('reuse')
    const showId = query.get('show')
    const prompt = query.get('prompt')?.slice(0, PROMPT_LENGTH_MAX)
    const rerunId = query.get('rerun')
    const referenceId = query.get('reference')
    const from = query.get('from')
    const gridId = query.get('grid')
    if (!reuseId && !showId && !gridId && !prompt && !rerunId && !referenceId) return
    window.history.replaceState(null, '', window.location.pathname)
    if (prompt) store.setState({ prompt })
    if (showId) void loadRun(store, showId).then((found) => found && show(store, { generationId: showId, index: 0 }))
    if (gridId) void openGrid(store, gridId).then((error) => error !== null && store.setState({ submitError: error }))
    if (reuseId) void fetchGeneration(reuseId).then((found) => found.ok && reuse(store, found.value, from))
    if (referenceId) addReference(store, { assetId: referenceId, outputId: from })
    if (rerunId) void prepareRerun(store, rerunId, from)
  }, [store])

  const value = useMemo(
    () => ({ store, actions, engines, mayGenerate, isSuspended, maySetUpEngines, share }),
    [store, actions, engines, mayGenerate, isSuspended, maySetUpEngines, share],
  )
  return <GenerateContext value={value}>{children}</GenerateContext>
}

/** Takes over a recipe and its camera; the bar below the panel then makes it from the scene as it is now. */
async function prepareRerun(store: PanelStore, generationId: string, outputId: string | null): Promise<void> {
  const found = await fetchGeneration(generationId)
  if (!found.ok) return store.setState({ submitError: found.error.message })
  reuse(store, found.value, outputId)
  store.setState({ rerun: { camera: cameraSchema.safeParse(found.value.camera).data ?? null } })
}

/** Reads a generation with its images. One that ended while nobody looked at it is remembered as unseen. */
export async function loadRun(store: PanelStore, id: string): Promise<boolean> {
  const before = store.getState().runs[id]
  const found = await fetchGeneration(id)
  if (!found.ok) return false
  putRun(store, found.value)
  const { unseen } = store.getState()
  const justEnded = before?.finishedAtMs === null && found.value.finishedAtMs !== null && found.value.status !== 'canceled'
  // What was measured just now makes the next estimate better.
  if (justEnded && found.value.status === 'succeeded') void refreshTimings(store, found.value.teamId)
  if (justEnded && !isInSight(store.getState(), found.value) && !unseen.includes(id)) store.setState({ unseen: [...unseen, id] })
  return true
}

/** Reads all images of an exploration. @returns a sentence when there is nothing to show. */
export async function loadExploration(store: PanelStore, explorationId: string): Promise<string | null> {
  const found = await fetchExploration(explorationId)
  if (!found.ok) return found.error.message
  for (const run of found.value.runs) putRun(store, run)
  return found.value.runs.length === 0 ? 'The images of this grid were deleted.' : null
}

/** As {@link loadExploration}, and shows the grid. */
export async function openGrid(store: PanelStore, explorationId: string): Promise<string | null> {
  const problem = await loadExploration(store, explorationId)
  if (problem === null) showGrid(store, explorationId)
  return problem
}

async function refreshTimings(store: PanelStore, teamId: string): Promise<void> {
  const found = await fetchTimings(teamId)
  if (found.ok) store.setState({ timings: found.value })
}

export function useGenerate(): GenerateContextValue {
  const value = useContext(GenerateContext)
  if (!value) throw new Error('useGenerate needs a GenerateProvider above it.')
  return value
}

/** A part of the panel's state; the component renders again only when that part changes. Objects are compared one level deep. */
export function usePanel<T>(select: (state: PanelState) => T): T {
  return useStore(useGenerate().store, useShallow(select))
}
