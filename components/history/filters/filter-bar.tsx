'use client'
import { Check, ChevronDown, Heart, SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { cx } from '@/components/ui/cx'
import { Dialog } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { HISTORY_SORTS, type HistoryFilter, NO_FILTER } from '@/lib/domain/history-filter'
import { FilterFields } from './filter-fields'
import { chipsOf, DATE_PRESETS, datesOf, type FilterNames, PRESET_WORDS, presetOf, SORT_WORDS, without } from './filter-words'
import { SearchField } from './search-field'

const ANY = 'any'

export type FilterBarProps = {
  filter: HistoryFilter
  names: FilterNames
  today: string
  onChange: (filter: HistoryFilter) => void
  /** The menu of saved filters. */
  saved: ReactNode
  /** On phones: the button that lets presses choose. */
  select: ReactNode
}

/** What History shows: the search and the most used filters in one line, all of them in a dialog, chips of what is set below. */
export function FilterBar({ filter, names, today, onChange, saved, select }: FilterBarProps) {
  const [open, setOpen] = useState(false)
  const set = (part: Partial<HistoryFilter>): void => onChange({ ...filter, ...part })
  const chips = chipsOf(filter, names, today)
  return (
    <search aria-label="Filter history" className="mb-5 block border-line border-b pb-4 phone:mb-4 phone:pb-3">
      <div className="flex items-center gap-2 phone:flex-wrap">
        <div className="w-64 max-[1100px]:w-48 phone:w-full">
          <SearchField value={filter.q} onSearch={(q) => set({ q })} />
        </div>
        <div className="contents phone:hidden">
          <FacetMenu label="Scene" value={filter.scene} options={names.scenes} onChange={(scene) => set({ scene })} />
          <FacetMenu label="Made by" value={filter.author} options={names.authors} onChange={(author) => set({ author })} />
          <Menu
            trigger={
              <Button aria-pressed={filter.from !== null || filter.to !== null} className="max-[900px]:hidden">
                Date
                <Icon icon={ChevronDown} size="sm" />
              </Button>
            }
          >
            <MenuChoices
              label="Made"
              value={presetOf(filter, today) ?? 'own'}
              onValueChange={(preset) => preset !== 'own' && set(datesOf(preset, today))}
              options={DATE_PRESETS.map((value) => ({ value: value as typeof value | 'own', label: PRESET_WORDS[value] }))}
            />
            <MenuSeparator />
            <MenuItem onSelect={() => setOpen(true)}>Other days</MenuItem>
          </Menu>
          <Button
            aria-pressed={filter.review === 'approved'}
            icon={<Icon icon={Check} size="sm" />}
            className="max-[1240px]:hidden"
            onClick={() => set({ review: filter.review === 'approved' ? null : 'approved' })}
          >
            Approved
          </Button>
          <Button
            aria-pressed={filter.favourite}
            icon={<Icon icon={Heart} size="sm" />}
            className="max-[1240px]:hidden"
            onClick={() => set({ favourite: !filter.favourite })}
          >
            Favourites
          </Button>
        </div>
        <Button icon={<Icon icon={SlidersHorizontal} size="sm" />} onClick={() => setOpen(true)}>
          Filters
          {chips.length > 0 ? <span className="hidden tabular-nums phone:inline">{chips.length}</span> : null}
        </Button>
        <div className="ml-auto flex items-center gap-1">
          {saved}
          <div className="phone:hidden">
            <Menu
              align="end"
              trigger={
                <Button variant="quiet" aria-label={`Order: ${SORT_WORDS[filter.sort]}`}>
                  <span className="max-[1100px]:hidden">{SORT_WORDS[filter.sort]}</span>
                  <span className="hidden max-[1100px]:inline">Order</span>
                  <Icon icon={ChevronDown} size="sm" />
                </Button>
              }
            >
              <MenuChoices
                label="Order"
                value={filter.sort}
                onValueChange={(sort) => set({ sort })}
                options={HISTORY_SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
              />
            </Menu>
          </div>
          {select}
        </div>
      </div>
      {chips.length > 0 ? (
        <ul aria-label="Filters that are set" className="flex flex-wrap items-center gap-1.5 pt-3">
          {chips.map(({ names: parts, words }) => (
            <li key={parts[0]}>
              <Chip onRemove={() => onChange(without(filter, parts))}>{words}</Chip>
            </li>
          ))}
          <li>
            <Button size="xs" variant="quiet" onClick={() => onChange({ ...NO_FILTER, sort: filter.sort })}>
              Clear
            </Button>
          </li>
        </ul>
      ) : null}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Filters"
        width="md"
        footer={
          <>
            <Button onClick={() => onChange({ ...NO_FILTER, q: filter.q, sort: filter.sort })}>Clear</Button>
            <Button variant="primary" onClick={() => setOpen(false)}>
              Show images
            </Button>
          </>
        }
      >
        <FilterFields filter={filter} names={names} today={today} onChange={onChange} />
      </Dialog>
    </search>
  )
}

type FacetMenuProps = {
  label: string
  value: string | null
  options: readonly { id: string; name: string }[]
  onChange: (value: string | null) => void
  className?: string
}

function FacetMenu({ label, value, options, onChange, className }: FacetMenuProps) {
  if (options.length === 0) return null
  return (
    <Menu
      className="max-w-80"
      trigger={
        <Button aria-pressed={value !== null} className={cx(className)}>
          {label}
          <Icon icon={ChevronDown} size="sm" />
        </Button>
      }
    >
      <MenuChoices
        label={label}
        value={value ?? ANY}
        onValueChange={(next) => onChange(next === ANY ? null : next)}
        options={[{ value: ANY, label: 'Any' }, ...options.map(({ id, name }) => ({ value: id, label: <span className="truncate">{name}</span> }))]}
      />
    </Menu>
  )
}
