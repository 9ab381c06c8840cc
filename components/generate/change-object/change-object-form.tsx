'use client'
import { useDeferredValue, useId, useMemo } from 'react'
import { Chip } from '@/components/ui/chip'
import { Field, Textarea } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Slider } from '@/components/ui/slider'
import { Switch } from '@/components/ui/switch'
import { estimateCost } from '@/lib/domain/estimate-cost'
import { EDIT_GROW_MAX, type GenerationSettings, PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import type { EngineOption } from '@/lib/domain/generation-view'
import { readObjectPrompt } from '@/lib/domain/look/read-object-prompt'
import { ENGINE_GROUP_NOTES, engineChoices } from '../engine-choices'
import { priceWords } from '../estimate'
import type { PictureObject } from './objects-in-picture'

/** What the form asks, apart from the object. */
export type ChangeWish = { prompt: string; engine: string; grow: number; includeShadow: boolean }

export type ChangeObjectFormProps = {
  wish: ChangeWish
  onChange: (wish: ChangeWish) => void
  chosen: PictureObject | null
  objects: readonly PictureObject[]
  /** Those that can take a picture. */
  engines: readonly EngineOption[]
  /** How the picture was made; what changes in it is made alike. */
  settings: GenerationSettings
}

/** What should change about the object, and how far around it. */
export function ChangeObjectForm({ wish, onChange, chosen, objects, engines, settings }: ChangeObjectFormProps) {
  const shadowId = useId()
  const set = (change: Partial<ChangeWish>): void => onChange({ ...wish, ...change })
  const option = engines.find(({ capabilities }) => capabilities.id === wish.engine)
  const can = option?.capabilities
  // The picture before is the one picture that is sent along.
  const cost = option ? estimateCost(option, { ...settings, images: 1 }, 1) : null
  return (
    <>
      <Field label={chosen ? `What should change about ${chosen.name}` : 'What should change'}>
        <Textarea
          value={wish.prompt}
          maxLength={PROMPT_LENGTH_MAX}
          placeholder={can?.readsPrompt ? 'Brushed brass' : 'A cracked blue glaze'}
          onChange={(event) => set({ prompt: event.target.value })}
        />
      </Field>
      {can?.readsPrompt && chosen ? <Understood prompt={wish.prompt} chosen={chosen} objects={objects} /> : null}
      <Field label="Engine" hint={can ? priceWords(can, cost) : undefined}>
        <Select value={wish.engine} onValueChange={(engine) => set({ engine })} options={engineChoices(engines)} groupNotes={ENGINE_GROUP_NOTES} />
      </Field>
      <div>
        <p className="mb-2 flex justify-between text-sm">
          <span className="font-medium text-text-2">Grow</span>
          <span className="num text-text-3">{wish.grow} px</span>
        </p>
        <Slider
          label="Grow"
          value={wish.grow}
          min={0}
          max={EDIT_GROW_MAX}
          step={1}
          valueText={`${wish.grow} pixels beyond the outline`}
          onValueChange={(grow) => set({ grow })}
        />
        <p className="mt-2 text-sm text-text-3">How far around the object the picture may change.</p>
      </div>
      <div className="flex items-center justify-between gap-3">
        <label htmlFor={shadowId} className="min-w-0 flex-1 font-medium text-sm text-text-2">
          With its shadow and reflection
        </label>
        <Switch id={shadowId} checked={wish.includeShadow} onCheckedChange={(includeShadow) => set({ includeShadow })} />
      </div>
    </>
  )
}

/** What Studio makes of the words for this object. */
function Understood({ prompt, chosen, objects }: { prompt: string; chosen: PictureObject; objects: readonly PictureObject[] }) {
  const deferred = useDeferredValue(prompt)
  const { chips, ignored } = useMemo(() => {
    const named = objects.map(({ node, name }) => ({ id: node, name }))
    return readObjectPrompt(deferred, { id: chosen.node, name: chosen.name }, named)
  }, [deferred, chosen, objects])
  if (chips.length + ignored.length === 0) return null
  const reasons = [...new Set(ignored.map(({ reason }) => reason))]
  return (
    <div className="-mt-2">
      <ul aria-label="How the words were understood" className="flex flex-wrap gap-1">
        {chips.map((chip) => (
          <li key={`${chip.start}-${chip.label}`}>
            <Chip kind="understood">{chip.label}</Chip>
          </li>
        ))}
        {ignored.map((words) => (
          <li key={`${words.start}-${words.text}`} title={words.reason}>
            <Chip kind="ignored">{words.text}</Chip>
          </li>
        ))}
      </ul>
      {reasons.length > 0 ? <p className="mt-1.5 text-sm text-text-3">Ignored: {reasons.slice(0, 2).join(' ')}</p> : null}
    </div>
  )
}
