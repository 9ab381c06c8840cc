'use client'
import { Link2 } from 'lucide-react'
import { useActionState, useRef, useState, useTransition } from 'react'
import type { FormAction } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import { mayGrant, ROLES, type Role } from '@/lib/domain/roles'
import { ROLE_WORDS } from '@/lib/domain/team'
import { type ShownInvitation, ShownLink } from './shown-invitation'

export type InvitePeopleProps = {
  teamId: string
  /** The role of whoever invites: nobody gives one above it. */
  own: Role
  invite: FormAction<ShownInvitation>
  inviteByLink: (teamId: string, role: Role) => Promise<Result<ShownInvitation>>
  mailGoesToTerminal: boolean
}

/** Invites one address, or makes a link to hand around. */
export function InvitePeople({ teamId, own, invite, inviteByLink, mailGoesToTerminal }: InvitePeopleProps) {
  const [role, setRole] = useState<Role>('member')
  const [state, submit, pending] = useActionState(invite, null)
  const [byLink, setByLink] = useState<{ after: typeof state; shown: ShownInvitation } | null>(null)
  const [linking, startLinking] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const toast = useToast()
  const error = state && !state.ok ? state.error : undefined
  // Whichever was made last.
  const shown = byLink && byLink.after === state ? byLink.shown : state?.ok ? state.value : null
  const makeLink = (linkRole: Role) =>
    startLinking(async () => {
      const result = await inviteByLink(teamId, linkRole)
      if (result.ok) setByLink({ after: state, shown: result.value })
      else toast({ message: result.error.message, tone: 'error' })
    })
  return (
    <section aria-labelledby="invite" className="flex flex-col gap-4">
      <h2 id="invite" className="font-semibold text-lg">
        Invite people
      </h2>
      <form
        ref={form}
        action={submit}
        noValidate
        onReset={(event) => !state?.ok && event.preventDefault()}
        className="flex items-start gap-2 phone:flex-col phone:items-stretch"
      >
        <input type="hidden" name="teamId" value={teamId} />
        <input type="hidden" name="role" value={role} />
        <Field label="Email" error={error?.fields?.email} className="min-w-0 flex-1">
          <Input name="email" type="email" autoComplete="off" placeholder="name@example.com" required />
        </Field>
        <Field label="Role" className="w-36 phone:w-auto">
          <Select
            value={role}
            onValueChange={setRole}
            options={ROLES.filter((option) => mayGrant(own, option)).map((option) => ({
              value: option,
              label: ROLE_WORDS[option].label,
              note: ROLE_WORDS[option].note,
            }))}
          />
        </Field>
        <Button type="submit" variant="primary" pending={pending} className="mt-6 phone:mt-0">
          Send invitation
        </Button>
        <div className="mt-6 phone:mt-0 phone:[&>button]:w-full">
          <Menu
            align="end"
            trigger={
              <Button icon={<Icon icon={Link2} />} pending={linking}>
                Make a link
              </Button>
            }
          >
            <MenuLabel>Whoever opens it joins as</MenuLabel>
            <MenuItem onSelect={() => makeLink('member')}>{ROLE_WORDS.member.label}</MenuItem>
            <MenuItem onSelect={() => makeLink('viewer')}>{ROLE_WORDS.viewer.label}</MenuItem>
          </Menu>
        </div>
      </form>
      {error && !error.fields ? <Notice tone="bad">{error.message}</Notice> : null}
      {shown ? (
        <ShownLink invitation={shown} />
      ) : mailGoesToTerminal ? (
        <p className="text-sm text-text-3">
          This installation sends no mail. You get a link to send yourself; it is also printed in the terminal where Maquette runs.
        </p>
      ) : null}
    </section>
  )
}
