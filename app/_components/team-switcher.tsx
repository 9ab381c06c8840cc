'use client'
import { ChevronsUpDown, Plus, Settings, UsersRound } from 'lucide-react'
import type { Route } from 'next'
import { startTransition } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuChoices, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import { TeamMark } from './team-mark'

export type SwitcherTeam = { id: string; name: string; pictureAssetId: string | null }

export type TeamSwitcherProps = {
  current: SwitcherTeam
  teams: readonly SwitcherTeam[]
  switchTeam: (teamId: string) => Promise<Result<never>>
  /** The picture alone is shown as the button where there is little room. */
  compact?: boolean
}

/** The team that one works in; behind it the others, its settings, and the way to a new one. */
export function TeamSwitcher({ current, teams, switchTeam, compact = false }: TeamSwitcherProps) {
  const toast = useToast()
  const choose = (teamId: string) => {
    if (teamId === current.id) return
    startTransition(async () => {
      // On success the action leads to another page, and there is no answer.
      const result = (await switchTeam(teamId)) as Result<never> | undefined
      if (result && !result.ok) toast({ message: result.error.message, tone: 'error' })
    })
  }
  return (
    <Menu
      className="w-62 max-w-[calc(100vw-16px)]"
      trigger={
        <button
          type="button"
          aria-label={`Team: ${current.name}`}
          className={cx(
            'flex min-w-0 items-center gap-2 rounded-sm px-2 font-medium text-md transition-colors hover:bg-raised data-[state=open]:bg-active',
            compact ? 'h-11 max-w-50' : 'h-9 w-full',
          )}
        >
          <TeamMark name={current.name} pictureAssetId={current.pictureAssetId} />
          <span className="min-w-0 flex-1 truncate text-left">{current.name}</span>
          <Icon icon={ChevronsUpDown} size="sm" className="text-text-3" />
        </button>
      }
    >
      <MenuChoices
        label="Team"
        value={current.id}
        onValueChange={choose}
        options={teams.map((team) => ({
          value: team.id,
          label: <span className="min-w-0 truncate">{team.name}</span>,
          icon: <TeamMark name={team.name} pictureAssetId={team.pictureAssetId} />,
        }))}
      />
      <MenuSeparator />
      <MenuLink href={'/team' as Route} icon={<Icon icon={Settings} />}>
        Team settings
      </MenuLink>
      <MenuLink href={'/teams' as Route} icon={<Icon icon={UsersRound} />}>
        All teams
      </MenuLink>
      <MenuLink href={'/teams/new' as Route} icon={<Icon icon={Plus} />}>
        New team
      </MenuLink>
    </Menu>
  )
}
