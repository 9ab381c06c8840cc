'use client'
import { Bookmark, ChevronDown, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import type { SavedFilterView } from '@/lib/domain/curation'
import { UNREACHABLE } from '@/lib/domain/errors'
import { type HistoryFilter, isFiltered, readHistoryFilter, writeHistoryFilter } from '@/lib/domain/history-filter'
import type { SavedFilterActions } from '../output-actions'

export type SavedFiltersProps = {
  teamId: string
  filter: HistoryFilter
  saved: readonly SavedFilterView[]
  actions: SavedFilterActions
  onApply: (filter: HistoryFilter) => void
}

/** The reader's own filters with a name: open one, keep the present one, delete. */
export function SavedFilters({ teamId, filter, saved: first, actions, onApply }: SavedFiltersProps) {
  const [saved, setSaved] = useState(first)
  const [dialog, setDialog] = useState<'save' | 'edit' | null>(null)
  const [error, setError] = useState<string>()
  const [pending, setPending] = useState(false)
  const toast = useToast()
  const keepable = isFiltered(filter) || filter.sort !== 'newest'

  async function save(name: string): Promise<void> {
    setPending(true)
    const result = await actions.save(teamId, name, writeHistoryFilter(filter).toString()).catch(() => null)
    setPending(false)
    if (!result?.ok) return setError(result ? result.error.message : UNREACHABLE)
    setSaved([...saved.filter(({ id }) => id !== result.value.id), result.value])
    setDialog(null)
    toast({ message: `“${result.value.name}” is in your saved filters.` })
  }

  async function remove(gone: SavedFilterView): Promise<void> {
    const result = await actions.remove(gone.id).catch(() => null)
    if (!result?.ok) return toast({ tone: 'error', message: result ? result.error.message : UNREACHABLE })
    setSaved(saved.filter(({ id }) => id !== gone.id))
  }

  return (
    <>
      <Menu
        align="end"
        className="max-w-72"
        trigger={
          <Button variant="quiet" icon={<Icon icon={Bookmark} />}>
            Saved
            <Icon icon={ChevronDown} size="sm" />
          </Button>
        }
      >
        {saved.length === 0 ? <MenuLabel>No saved filters yet</MenuLabel> : null}
        {saved.map((each) => (
          <MenuItem key={each.id} onSelect={() => onApply(readHistoryFilter(new URLSearchParams(each.query)))}>
            <span className="truncate">{each.name}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem disabled={!keepable} onSelect={() => setDialog('save')}>
          Save this filter
        </MenuItem>
        {saved.length > 0 ? <MenuItem onSelect={() => setDialog('edit')}>Edit saved filters</MenuItem> : null}
      </Menu>
      <Dialog
        open={dialog === 'save'}
        onOpenChange={(open) => {
          setDialog(open ? 'save' : null)
          setError(undefined)
        }}
        title="Save this filter"
        description="Only you see it, in this team."
        footer={
          <>
            <Button onClick={() => setDialog(null)}>Cancel</Button>
            <Button type="submit" form="save-filter" variant="primary" pending={pending}>
              Save filter
            </Button>
          </>
        }
      >
        <form
          id="save-filter"
          className="pt-4"
          onSubmit={(event) => {
            event.preventDefault()
            void save(String(new FormData(event.currentTarget).get('name') ?? ''))
          }}
        >
          <Field label="Name" error={error}>
            <Input name="name" autoFocus maxLength={60} autoComplete="off" />
          </Field>
        </form>
      </Dialog>
      <Dialog open={dialog === 'edit'} onOpenChange={(open) => setDialog(open ? 'edit' : null)} title="Saved filters">
        <ul className="flex flex-col pt-2">
          {saved.map((each) => (
            <li key={each.id} className="flex h-10 items-center gap-2 phone:h-12">
              <span className="min-w-0 flex-1 truncate">{each.name}</span>
              <IconButton label={`Delete ${each.name}`} size="sm" icon={<Icon icon={Trash2} />} onClick={() => void remove(each)} />
            </li>
          ))}
          {saved.length === 0 ? <li className="text-text-2">None are left.</li> : null}
        </ul>
      </Dialog>
    </>
  )
}
