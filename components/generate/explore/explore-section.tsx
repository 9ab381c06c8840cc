'use client'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Segmented } from '@/components/ui/segmented'
import { Slider } from '@/components/ui/slider'
import { Switch } from '@/components/ui/switch'
import type { Capabilities } from '@/lib/domain/capabilities'
import { EXPLORATION_CELLS_MAX } from '@/lib/domain/exploration'
import { useGenerate, usePanel } from '../generate-provider'
import { setExplore, UPLOAD_SLOTS } from '../panel-state'
import { ROLE_LABEL } from '../reference-slot'
import { useExplorationPlan } from './use-exploration-plan'

/** A quarter to all of it: below that a reference hardly shows. */
const STRENGTH_DEFAULT = { from: 0.25, to: 1, steps: 4 }

/** Several images from one press: seeds, strengths and words to try, and a list of what will be made. Folded until it is wanted. */
export function ExploreSection({ capabilities }: { capabilities: Capabilities }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const { plan } = useExplorationPlan()
  const several = !plan.ok || plan.cells.length > 1
  return (
    <section aria-label="Explore" className="border-line border-t px-4 py-3.5">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="-mx-1.5 flex w-[calc(100%+12px)] items-center gap-1 rounded-sm px-1.5 py-0.5 text-sm hover:text-text"
      >
        <Icon icon={ChevronRight} size="sm" className={cx('text-text-3 transition-transform', open && 'rotate-90')} />
        <span className="font-medium text-text-2">Explore</span>
        <span className={cx('ml-auto', plan.ok ? 'text-text-3' : 'text-bad')}>{explained(plan)}</span>
      </button>
      {open ? (
        <div id={id} className="mt-3 flex flex-col gap-3">
          <Seeds capabilities={capabilities} />
          <Strengths capabilities={capabilities} />
          <Words />
          {several ? <WhatWillBeMade /> : null}
        </div>
      ) : null}
    </section>
  )
}

function explained(plan: ReturnType<typeof useExplorationPlan>['plan']): string {
  if (plan.ok) return plan.cells.length > 1 ? `${plan.cells.length} images` : 'Several at once'
  return plan.count === null ? 'Needs a look' : 'Too many'
}

const AMOUNT = 'w-9 shrink-0 text-right font-mono text-sm text-text'

function Seeds({ capabilities }: { capabilities: Capabilities }) {
  const { store } = useGenerate()
  const seeds = usePanel((state) => state.explore.seeds)
  return (
    <div className="flex items-center gap-3 text-sm" title={capabilities.seed ? undefined : `${capabilities.label} takes no seed: every image is different.`}>
      <span className="w-16 shrink-0 font-medium text-text-2">Seeds</span>
      <Slider
        label="Seeds to try"
        value={seeds}
        min={1}
        max={EXPLORATION_CELLS_MAX}
        step={1}
        // One that was chosen for another engine can always be taken back.
        disabled={!capabilities.seed && seeds === 1}
        valueText={seeds === 1 ? 'one' : String(seeds)}
        onValueChange={(next) => setExplore(store, { seeds: next })}
      />
      <span className={AMOUNT}>{seeds}</span>
    </div>
  )
}

function Strengths({ capabilities }: { capabilities: Capabilities }) {
  const { store } = useGenerate()
  const { slots, strength } = usePanel((state) => ({ slots: state.slots, strength: state.explore.strength }))
  const change = (part: Partial<typeof STRENGTH_DEFAULT>): void => {
    if (strength) setExplore(store, { strength: { ...strength, ...part } })
  }
  const noReference = capabilities.referencesMax === 0 ? `${capabilities.label} takes no references.` : 'Add a reference first.'
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3 text-sm">
        <span className="w-16 shrink-0 font-medium text-text-2">Strength</span>
        <Segmented
          label="Reference whose strength is tried"
          value={String(strength?.slot ?? 'off')}
          onValueChange={(next) => {
            const slot = UPLOAD_SLOTS.find((each) => String(each) === next)
            setExplore(store, { strength: slot ? { ...STRENGTH_DEFAULT, ...strength, slot } : null })
          }}
          options={[
            { value: 'off', label: 'As set' },
            ...UPLOAD_SLOTS.map((slot) => ({
              value: String(slot),
              label: slots[slot] ? ROLE_LABEL[slots[slot].role] : `Slot ${slot}`,
              disabled: !slots[slot],
              reason: slots[slot] ? `The strength of slot ${slot}` : noReference,
            })),
          ]}
          className="flex-1"
        />
      </div>
      {strength ? (
        <div className="flex flex-col gap-2 rounded-md border border-line bg-bg p-2.5 text-sm text-text-2">
          <Amount label="From" spoken="Weakest strength" percent={strength.from} onChange={(from) => change({ from })} />
          <Amount label="To" spoken="Strongest strength" percent={strength.to} onChange={(to) => change({ to })} />
          <div className="flex items-center gap-3">
            <span className="w-10">Steps</span>
            <Slider label="Strengths to try" value={strength.steps} min={2} max={EXPLORATION_CELLS_MAX} step={1} onValueChange={(steps) => change({ steps })} />
            <span className={AMOUNT}>{strength.steps}</span>
          </div>
        </div>
      ) : null}
    </div>
  )
}

function Amount({ label, spoken, percent, onChange }: { label: string; spoken: string; percent: number; onChange: (value: number) => void }) {
  const rounded = Math.round(percent * 100)
  return (
    <div className="flex items-center gap-3">
      <span className="w-10">{label}</span>
      <Slider label={spoken} value={rounded} min={0} max={100} step={5} valueText={`${rounded} percent`} onValueChange={(next) => onChange(next / 100)} />
      <span className={AMOUNT}>{rounded}%</span>
    </div>
  )
}

function Words() {
  const { store } = useGenerate()
  const words = usePanel((state) => state.explore.words)
  const id = useId()
  return (
    <div className="flex items-start gap-3 text-sm">
      <label htmlFor={id} className="w-16 shrink-0 font-medium text-text-2">
        Words
      </label>
      <p className="min-w-0 flex-1 text-text-3">
        Write <code className="font-mono text-text-2">{'{oak|walnut|ash}'}</code> in the prompt to try each.
      </p>
      <Switch id={id} checked={words} onCheckedChange={(next) => setExplore(store, { words: next })} />
    </div>
  )
}

/** The images by what differs between them, or why they are not possible. */
function WhatWillBeMade() {
  const { plan } = useExplorationPlan()
  if (!plan.ok) {
    return (
      <p role="alert" className="text-sm text-bad">
        {plan.message}
      </p>
    )
  }
  return (
    <div className="text-sm">
      <p className="mb-1.5 font-medium">{plan.words}</p>
      <ol aria-label="What will be made" className="grid gap-0.5 text-text-2">
        {plan.cells.map((cell) => (
          <li key={cell.place} className="flex min-w-0 gap-2" title={cell.prompt || undefined}>
            <span aria-hidden="true" className="w-3 shrink-0 text-right font-mono text-text-3">
              {cell.place + 1}
            </span>
            <span className="truncate">{cell.label}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
