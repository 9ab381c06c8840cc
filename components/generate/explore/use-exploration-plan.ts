'use client'
import { useMemo } from 'react'
import { type ExplorationPlan, type Explore, planExploration } from '@/lib/domain/exploration'
import type { Reference } from '@/lib/domain/generation'
import { usePanel } from '../generate-provider'
import { referencesOf } from '../panel-state'

/** What the next press of Generate will make; seeds that are still to be drawn are null. */
export function useExplorationPlan(): { plan: ExplorationPlan<Reference>; explore: Explore } {
  const { prompt, seed, slots, explore } = usePanel((state) => ({
    prompt: state.prompt,
    seed: state.seedFixed ? state.settings.seed : null,
    slots: state.slots,
    explore: state.explore,
  }))
  const plan = useMemo(() => planExploration({ prompt, seed, references: referencesOf({ slots }) }, explore), [prompt, seed, slots, explore])
  return { plan, explore }
}

/** Whether the next press makes several images that differ in something. */
export const useIsExploring = (): boolean =>
  usePanel((state) => {
    const plan = planExploration({ prompt: state.prompt, seed: null, references: referencesOf(state) }, state.explore)
    return !plan.ok || plan.cells.length > 1
  })
