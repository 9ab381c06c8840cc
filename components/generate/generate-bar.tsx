'use client'
import { useCallback, useEffect } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { whyNotGenerate } from '@/lib/domain/check-request'
import { estimateCost } from '@/lib/domain/estimate-cost'
import { whyNotExplore } from '@/lib/domain/exploration'
import type { EngineOption } from '@/lib/domain/generation-view'
import { TEAM_SUSPENDED_BRIEFLY } from '@/lib/domain/suspension'
import { BudgetLine } from './budget-line'
import { estimateMs, priceWords, timeWords, togetherMs } from './estimate'
import { useExplorationPlan } from './explore/use-exploration-plan'
import { loadRun, openGrid, useGenerate, usePanel } from './generate-provider'
import { referencesOf, show, UPLOAD_SLOTS } from './panel-state'
import { submitGeneration } from './submit'
import { useModifierKey } from './use-modifier-key'

/** How long it will take, what it costs, and the button. A disabled button always says why. */
export function GenerateBar({ option }: { option: EngineOption | undefined }) {
  const { store, mayGenerate, isSuspended } = useGenerate()
  const { useHasContent, useCanvasProblem } = useEditorBridge()
  const canvasProblem = useCanvasProblem()
  const hasContent = useHasContent()
  const modifier = useModifierKey()
  const { refusal, settings, timings, references, submitting, submitError } = usePanel((state) => ({
    settings: state.settings,
    timings: state.timings,
    submitting: state.submitting,
    submitError: state.submitError,
    references: UPLOAD_SLOTS.filter((slot) => state.slots[slot]).length,
    refusal: whyNotGenerate(option, {
      settings: state.settings,
      prompt: state.prompt,
      references: referencesOf(state),
      hasContent,
    }),
  }))
  const { plan, explore } = useExplorationPlan()
  const cells = plan.ok ? plan.cells.length : 0
  // Where several things are tried, each of them is one image.
  const each = cells > 1 ? { ...settings, images: 1 as const } : settings
  const notExplored = option ? whyNotExplore(option.capabilities, explore) : null
  // One filled button a screen, for the next thing to do: with a finished image in sight that is Download.
  const resultInSight = usePanel((state) => (state.shown ? (state.runs[state.shown.generationId]?.outputs.length ?? 0) > 0 : false))
  const uploading = usePanel((state) => UPLOAD_SLOTS.some((slot) => state.slotStatus[slot].busy))
  const reason = !mayGenerate
    ? isSuspended
      ? TEAM_SUSPENDED_BRIEFLY
      : 'You can look, not make images: ask an admin of the team.'
    : (refusal ??
      notExplored ??
      (plan.ok ? null : plan.message) ??
      (settings.canvas ? canvasProblem : null) ??
      (uploading ? 'A reference is still on its way.' : null))
  const generate = useSubmit(reason === null)
  useRerun(reason === null, generate)
  const ms = estimateMs(each, timings)
  const cost = option ? estimateCost(option, each, references + (settings.canvas ? 1 : 0)) : null
  const images = cells * each.images

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
      // A dialog over the panel has a button of its own.
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return
      event.preventDefault()
      if (!store.getState().submitting) void generate()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [generate, store])

  return (
    <div className="mt-auto shrink-0 border-line border-t px-4 pt-3 pb-4">
      <p id="generate-note" aria-live="polite" className="mb-2.5 flex flex-wrap justify-between gap-x-3 text-sm text-text-2">
        {reason || submitError ? (
          <span className={submitError && !reason ? 'text-bad' : undefined}>{reason ?? submitError}</span>
        ) : (
          <>
            {plan.ok && cells > 1 ? <span className="w-full text-text">{plan.words}</span> : null}
            <span>{ms === null ? 'Time not known yet' : timeWords(option ? togetherMs(ms, cells, option.capabilities) : ms)}</span>
            <span>{option ? priceWords(option.capabilities, cost === null ? null : cost * cells) : null}</span>
          </>
        )}
      </p>
      <BudgetLine />
      <Button
        variant={resultInSight ? 'secondary' : 'primary'}
        size="lg"
        className="w-full"
        pending={submitting}
        disabled={reason !== null}
        aria-describedby="generate-note"
        onClick={() => void generate()}
      >
        {submitting ? 'Taking the picture' : images > 1 ? `Generate ${images}` : 'Generate'}
        {submitting ? null : <Kbd>{modifier} ↵</Kbd>}
      </Button>
    </div>
  )
}

/** Makes a recipe that was asked for on another page, once the scene is there and seen from its camera. */
function useRerun(possible: boolean, generate: () => Promise<void>): void {
  const { store } = useGenerate()
  const bridge = useEditorBridge()
  const rerun = usePanel((state) => state.rerun)
  useEffect(() => {
    if (!rerun || !possible) return
    store.setState({ rerun: null })
    if (rerun.camera) bridge.setCamera(rerun.camera)
    void generate()
  }, [rerun, possible, bridge, generate, store])
}

function useSubmit(possible: boolean): () => Promise<void> {
  const { store, actions } = useGenerate()
  const bridge = useEditorBridge()
  return useCallback(async () => {
    if (!possible || store.getState().submitting) return
    store.setState({ submitting: true, submitError: null })
    try {
      const result = await submitGeneration(bridge, actions, store.getState())
      if (!result.ok) return store.setState({ submitError: result.error.message })
      if ('explorationId' in result.value) {
        const problem = await openGrid(store, result.value.explorationId)
        return problem === null ? undefined : store.setState({ submitError: problem })
      }
      const { generationId } = result.value
      await loadRun(store, generationId)
      show(store, { generationId, index: 0 })
    } catch {
      // A server action that does not come back throws: the server restarts, or the line is down.
      store.setState({ submitError: 'Maquette cannot be reached. Check the connection and press Generate again.' })
    } finally {
      store.setState({ submitting: false })
    }
  }, [actions, bridge, possible, store])
}
