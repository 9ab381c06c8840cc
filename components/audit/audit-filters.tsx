'use client'
import { Search } from 'lucide-react'
import type { Route } from 'next'
import Form from 'next/form'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Select } from '@/components/ui/select'
import { AUDIT_GROUPS, type AuditGroup } from '@/lib/domain/audit-actions'
import type { AuditFilter } from '@/lib/domain/audit-filter'

const EVERYTHING = 'all'
const OPTIONS: { value: AuditGroup | typeof EVERYTHING; label: string }[] = [
  { value: EVERYTHING, label: 'Everything' },
  ...(Object.keys(AUDIT_GROUPS) as AuditGroup[]).map((value) => ({ value, label: AUDIT_GROUPS[value] })),
]

/** Narrows the log. The choice is an address, so that it can be kept and sent to somebody. */
export function AuditFilters({ path, filter }: { path: Route; filter: AuditFilter }) {
  const [group, setGroup] = useState(filter.group ?? EVERYTHING)
  const isNarrowed = Object.values(filter).some(Boolean)
  return (
    <Form
      action={path}
      role="search"
      className="mb-5 grid grid-cols-[minmax(180px,2fr)_minmax(120px,1fr)_minmax(150px,1fr)_auto_auto_auto] items-end gap-3 max-[1100px]:grid-cols-2"
    >
      <Field label="Words" className="max-[1100px]:col-span-full">
        <Input
          type="search"
          name="words"
          defaultValue={filter.words}
          maxLength={100}
          placeholder="Name, address, id …"
          icon={<Icon icon={Search} size="sm" />}
        />
      </Field>
      <Field label="Who">
        <Input name="who" defaultValue={filter.who} maxLength={100} placeholder="Name or email" autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="About">
        <Select value={group} onValueChange={setGroup} options={OPTIONS} />
      </Field>
      <Field label="From">
        <Input type="date" name="from" defaultValue={filter.from} className="w-36 max-[1100px]:w-full" />
      </Field>
      <Field label="To">
        <Input type="date" name="to" defaultValue={filter.to} className="w-36 max-[1100px]:w-full" />
      </Field>
      {group === EVERYTHING ? null : <input type="hidden" name="group" value={group} />}
      {filter.target ? <input type="hidden" name="target" value={filter.target} /> : null}
      {filter.team ? <input type="hidden" name="team" value={filter.team} /> : null}
      <div className="flex gap-2 max-[1100px]:col-span-full">
        <Button type="submit">Search</Button>
        {isNarrowed ? (
          <LinkButton href={path} variant="quiet">
            Clear
          </LinkButton>
        ) : null}
      </div>
    </Form>
  )
}
