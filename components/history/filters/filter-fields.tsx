'use client'
import type { ReactNode } from 'react'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { ASPECT_RATIOS } from '@/lib/domain/aspect-ratio'
import { engineName } from '@/lib/domain/engine-name'
import { GENERATION_STATUSES } from '@/lib/domain/generation'
import { HISTORY_SORTS, type HistoryFilter, NONE } from '@/lib/domain/history-filter'
import {
  DATE_PRESETS,
  datesOf,
  type FilterNames,
  NONE_WORDS,
  ofReason,
  ofStatus,
  PRESET_WORDS,
  presetOf,
  REASON_OPTIONS,
  REVIEW_WORDS,
  SORT_WORDS,
  STATUS_WORDS,
} from './filter-words'

const ANY = 'any'

export type FilterFieldsProps = {
  filter: HistoryFilter
  names: FilterNames
  /** The reader's day as YYYY-MM-DD. */
  today: string
  onChange: (filter: HistoryFilter) => void
}

/** Every filter there is, in one form. What is changed shows at once behind it. */
export function FilterFields({ filter, names, today, onChange }: FilterFieldsProps) {
  const set = (part: Partial<HistoryFilter>): void => onChange({ ...filter, ...part })
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-4 pt-3 phone:grid-cols-1">
      <Choice label="Scene" value={filter.scene} options={names.scenes} none={NONE_WORDS.scene} onChange={(scene) => set({ scene })} />
      <Choice label="Shot" value={filter.shot} options={named(names.shots)} onChange={(shot) => set({ shot })} />
      <Choice label="Made by" value={filter.author} options={names.authors} none={NONE_WORDS.author} onChange={(author) => set({ author })} />
      <Choice
        label="Engine"
        value={filter.engine}
        options={names.engines.map((id) => ({ id, name: engineName(id, names.engineLabels) }))}
        onChange={(engine) => set({ engine })}
      />
      <Choice
        label="Model"
        value={filter.model}
        options={[...named(names.models), { id: NONE, name: NONE_WORDS.model }]}
        onChange={(model) => set({ model })}
      />
      <Choice label="Ratio" value={filter.ratio} options={named(ASPECT_RATIOS)} onChange={(ratio) => set({ ratio })} />
      <Choice
        label="Status"
        value={filter.status}
        options={GENERATION_STATUSES.map((id) => ({ id, name: STATUS_WORDS[id] ?? id }))}
        onChange={(status) => set(ofStatus(status, filter))}
      />
      <Choice label="Failed because" value={filter.reason} options={REASON_OPTIONS} onChange={(reason) => set(ofReason(reason))} />
      <Choice label="Tag" value={filter.tag} options={named(names.tags)} onChange={(tag) => set({ tag })} />
      <Choice label="Collection" value={filter.collection} options={names.collections} onChange={(collection) => set({ collection })} />
      <Choice
        label="Review"
        value={filter.review}
        options={[
          { id: 'approved', name: REVIEW_WORDS.approved },
          { id: 'changes_requested', name: REVIEW_WORDS.changes_requested },
        ]}
        onChange={(review) => set({ review: review === 'approved' || review === 'changes_requested' ? review : null })}
      />
      <Choice
        label="Rating"
        value={filter.stars === null ? null : String(filter.stars)}
        options={[1, 2, 3, 4, 5].map((stars) => ({ id: String(stars), name: stars === 5 ? '5 stars' : `${stars} or more` }))}
        onChange={(stars) => set({ stars: stars === null ? null : Number(stars) })}
      />
      <Field label="Made">
        <Select
          value={presetOf(filter, today) ?? 'own'}
          onValueChange={(preset) => preset !== 'own' && set(datesOf(preset, today))}
          options={[
            ...DATE_PRESETS.map((value) => ({ value, label: PRESET_WORDS[value] })),
            { value: 'own' as const, label: 'The days below', disabled: true },
          ]}
        />
      </Field>
      <Field label="Order">
        <Select value={filter.sort} onValueChange={(sort) => set({ sort })} options={HISTORY_SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))} />
      </Field>
      <Field label="From">
        <Input type="date" value={filter.from ?? ''} max={filter.to ?? undefined} onChange={(event) => set({ from: event.target.value || null })} />
      </Field>
      <Field label="To">
        <Input type="date" value={filter.to ?? ''} min={filter.from ?? undefined} onChange={(event) => set({ to: event.target.value || null })} />
      </Field>
      <Toggle label="Only my favourites">
        <Switch label="Only my favourites" checked={filter.favourite} onCheckedChange={(favourite) => set({ favourite })} />
      </Toggle>
      <Toggle label="Only with a reference">
        <Switch label="Only with a reference" checked={filter.hasReference} onCheckedChange={(hasReference) => set({ hasReference })} />
      </Toggle>
    </div>
  )
}

const named = (values: readonly string[]): { id: string; name: string }[] => values.map((value) => ({ id: value, name: value }))

type ChoiceProps = {
  label: string
  value: string | null
  options: readonly { id: string; name: string }[]
  /** What it is called when an address asks for what has none. */
  none?: string
  onChange: (value: string | null) => void
}

function Choice({ label, value, options, none, onChange }: ChoiceProps) {
  // What an address asks for stays visible even where nothing of it is left.
  const known =
    value === null || options.some(({ id }) => id === value) ? options : [...options, { id: value, name: value === NONE && none !== undefined ? none : value }]
  return (
    <Field label={label}>
      <Select
        value={value ?? ANY}
        onValueChange={(next) => onChange(next === ANY ? null : next)}
        options={[{ value: ANY, label: 'Any' }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </Field>
  )
}

const Toggle = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex h-8 items-center justify-between gap-3 phone:h-11">
    <span>{label}</span>
    {children}
  </div>
)
