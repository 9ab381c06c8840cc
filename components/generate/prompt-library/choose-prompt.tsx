'use client'
import { MoreHorizontal, Search } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Notice } from '@/components/ui/notice'
import { BUILT_IN_PROMPTS } from '@/lib/domain/built-in-prompts'
import { type PromptTemplate, searchTemplates, type TeamPrompt, variablesOf } from '@/lib/domain/prompt-template'
import { useFirstField } from './use-first-field'
import type { Library } from './use-library'

export type ChoosePromptProps = {
  library: Library
  /** Whether another view of the dialog stood here before. */
  returned: boolean
  onChoose: (template: PromptTemplate) => void
  /** For prompts without variables: there is nothing to fill in. */
  onTake: (prompt: string) => void
  /** Null for who may not change the library. */
  onEdit: ((prompt: TeamPrompt | null) => void) | null
}

/** Search and list. Arrow down leads from the search into the list, where the arrows move and Enter chooses. */
export function ChoosePrompt({ library, returned, onChoose, onTake, onEdit }: ChoosePromptProps) {
  const [query, setQuery] = useState('')
  const fields = useFirstField<HTMLFieldSetElement>(returned)
  const list = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const team = searchTemplates(library.prompts ?? [], query)
  const builtIn = searchTemplates(BUILT_IN_PROMPTS, query)
  const found = team.length + builtIn.length
  const choose = (template: PromptTemplate): void => (variablesOf(template.body).length > 0 ? onChoose(template) : onTake(template.body))

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const rows = [...(list.current?.querySelectorAll<HTMLButtonElement>('[data-prompt-row]') ?? [])]
    const focused = document.activeElement
    const at = focused instanceof HTMLButtonElement ? rows.indexOf(focused) : -1
    // The menu of a row has arrows of its own.
    if (at < 0 && focused !== search.current) return
    event.preventDefault()
    const to = at + (event.key === 'ArrowDown' ? 1 : -1)
    if (to < 0) search.current?.focus()
    else rows[to]?.focus()
  }

  return (
    <fieldset ref={fields} aria-label="Prompts" onKeyDown={onKeyDown} className="flex min-w-0 flex-col gap-3 pt-2">
      <Input
        ref={search}
        type="search"
        aria-label="Search prompts"
        placeholder="Search names and words"
        icon={<Icon icon={Search} size="sm" />}
        value={query}
        autoComplete="off"
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = team[0] ?? builtIn[0]
          if (event.key !== 'Enter' || query.trim() === '' || !first) return
          // The focus moves to the form that comes, which this same key would send.
          event.preventDefault()
          choose(first)
        }}
      />
      <p role="status" className="sr-only">
        {query.trim() === '' ? '' : `${found === 1 ? '1 prompt' : `${found} prompts`} found`}
      </p>
      {library.problem ? (
        <Notice tone="bad">
          {library.problem}{' '}
          <Button size="sm" onClick={() => void library.reload()}>
            Try again
          </Button>
        </Notice>
      ) : null}
      <div ref={list} className="-mx-2 flex max-h-[50dvh] flex-col overflow-y-auto">
        <Group
          title="Of your team"
          empty={library.prompts === null ? null : query.trim() === '' ? 'None yet. Save a prompt that worked, and everybody in the team has it here.' : null}
        >
          {team.map((prompt) => (
            <Row key={prompt.id} template={prompt} onChoose={choose} note={prompt.createdByName}>
              {onEdit ? (
                <Menu align="end" trigger={<IconButton size="sm" label={`More for ${prompt.name}`} icon={<Icon icon={MoreHorizontal} size="sm" />} />}>
                  <MenuItem onSelect={() => onEdit(prompt)}>Rename or edit</MenuItem>
                  <MenuItem danger onSelect={() => void library.remove(prompt)}>
                    Delete
                  </MenuItem>
                </Menu>
              ) : null}
            </Row>
          ))}
        </Group>
        <Group title="Comes with Maquette" empty={null}>
          {builtIn.map((template) => (
            <Row key={template.name} template={template} onChoose={choose} note={null} />
          ))}
        </Group>
        {found === 0 && query.trim() !== '' ? <p className="px-2 py-3 text-text-2">No prompt holds these words.</p> : null}
      </div>
      {onEdit ? (
        <Button className="self-start" onClick={() => onEdit(null)}>
          Save the present prompt
        </Button>
      ) : null}
    </fieldset>
  )
}

function Group({ title, empty, children }: { title: string; empty: string | null; children: React.ReactNode[] }) {
  if (children.length === 0 && empty === null) return null
  return (
    <section aria-label={title} className="pb-2">
      <h3 className="px-2 pt-2 pb-1 font-medium text-sm text-text-2">{title}</h3>
      {children.length === 0 ? <p className="px-2 py-1 text-text-3">{empty}</p> : <ul>{children}</ul>}
    </section>
  )
}

type RowProps = { template: PromptTemplate; onChoose: (template: PromptTemplate) => void; note: string | null; children?: React.ReactNode }

function Row({ template, onChoose, note, children }: RowProps) {
  return (
    <li className="flex items-center gap-1 rounded-sm pr-1 focus-within:bg-raised hover:bg-raised">
      <button type="button" data-prompt-row onClick={() => onChoose(template)} className="min-w-0 flex-1 rounded-sm px-2 py-1.5 text-left">
        <span className="flex items-baseline justify-between gap-3">
          <span className="truncate font-medium">{template.name}</span>
          {note ? <span className="shrink-0 text-sm text-text-3">{note}</span> : null}
        </span>
        <span className="block truncate text-sm text-text-2">{template.body}</span>
      </button>
      {children}
    </li>
  )
}
