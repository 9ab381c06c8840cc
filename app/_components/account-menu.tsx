'use client'
import { ChevronsUpDown, LogOut, Monitor, Moon, ShieldUser, Sun, UserRound } from 'lucide-react'
import type { Route } from 'next'
import { startTransition } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { buttonClass } from '@/components/ui/button-class'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { type SetTheme, type ThemeName, useTheme } from './use-theme'

export type AccountMenuProps = {
  name: string
  email: string
  /** Whether they run the installation. */
  isInstanceAdmin: boolean
  /** What was chosen, if anything was. */
  theme: ThemeName | undefined
  setTheme: SetTheme
  signOut: () => Promise<void>
  /** The avatar alone, for narrow bars; otherwise a whole row with the name. */
  compact?: boolean
}

const THEMES = [
  { value: 'system', label: 'System', icon: <Icon icon={Monitor} /> },
  { value: 'light', label: 'Light', icon: <Icon icon={Sun} /> },
  { value: 'dark', label: 'Dark', icon: <Icon icon={Moon} /> },
] as const

/** Who is signed in; behind it the account, the theme and the way out. */
export function AccountMenu({ name, email, isInstanceAdmin, theme: kept, setTheme, signOut, compact = false }: AccountMenuProps) {
  const [theme, chooseTheme] = useTheme(kept, setTheme)
  return (
    <Menu
      align={compact ? 'end' : 'start'}
      side={compact ? 'bottom' : 'top'}
      className="min-w-52"
      trigger={
        compact ? (
          <button type="button" aria-label={`Account of ${name}`} className={cx(buttonClass({ variant: 'quiet', square: true }), 'rounded-full')}>
            <Avatar name={name} />
          </button>
        ) : (
          <button
            type="button"
            className="flex h-9 w-full items-center gap-2 rounded-sm px-2 font-medium text-md transition-colors hover:bg-raised data-[state=open]:bg-active"
          >
            <Avatar name={name} />
            <span className="min-w-0 flex-1 truncate text-left">{name}</span>
            <Icon icon={ChevronsUpDown} size="sm" className="text-text-3" />
          </button>
        )
      }
    >
      <MenuLabel>{email}</MenuLabel>
      <MenuLink href={'/account' as Route} icon={<Icon icon={UserRound} />}>
        Account
      </MenuLink>
      {isInstanceAdmin ? (
        <MenuLink href={'/admin' as Route} icon={<Icon icon={ShieldUser} />}>
          Administration
        </MenuLink>
      ) : null}
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoices label="Theme" value={theme} onValueChange={chooseTheme} options={THEMES} />
      <MenuSeparator />
      <MenuItem icon={<Icon icon={LogOut} />} onSelect={() => startTransition(signOut)}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
