'use client'
import { Search } from 'lucide-react'
import { Fragment, type ReactNode, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'

/** Fewer are found by looking. */
const SEARCHED_FROM = 13

export type MemberRowsProps = {
  /** The row of every member, which stands first whatever is searched for. */
  everyMember: ReactNode
  members: readonly { userId: string; name: string; row: ReactNode }[]
}

/** The budgets of members. Where they are many, a search by name narrows them while it is typed. */
export function MemberRows({ everyMember, members }: MemberRowsProps) {
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const wanted = text.trim().toLowerCase()
  const found = members.filter(({ name }) => name.toLowerCase().includes(wanted))
  const all = `${members.length.toLocaleString('en')} members`
  return (
    <>
      {members.length >= SEARCHED_FROM ? (
        <search className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <div className="w-full max-w-80 phone:max-w-none">
            <Input
              ref={field}
              type="search"
              aria-label="Search members"
              placeholder="Search members"
              autoComplete="off"
              icon={<Icon icon={Search} />}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          <p role="status" className="text-md text-text-2 tabular-nums">
            {wanted === '' ? all : `${found.length.toLocaleString('en')} of ${all}`}
          </p>
        </search>
      ) : null}
      <ul className="flex flex-col rounded-md border border-line bg-panel">
        {everyMember}
        {found.map(({ userId, row }) => (
          <Fragment key={userId}>{row}</Fragment>
        ))}
        {found.length === 0 && members.length > 0 ? (
          <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line border-t px-4 py-3.5">
            <p className="min-w-0 break-words text-text-2">Nobody has “{text.trim()}” in their name.</p>
            <Button
              onClick={() => {
                setText('')
                // The button goes with this press, and the focus must not go with it.
                field.current?.focus()
              }}
            >
              Show all members
            </Button>
          </li>
        ) : null}
      </ul>
    </>
  )
}
