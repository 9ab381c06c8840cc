'use client'
import { Moon, Sun } from 'lucide-react'
import { type SetTheme, type ThemeName, useTheme } from '@/app/_components/use-theme'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'

/** Light or dark in one press. What the page shows now decides, since `system` may be either. */
export function ThemeButton({ theme, setTheme }: { theme: ThemeName | undefined; setTheme: SetTheme }) {
  const [, choose] = useTheme(theme, setTheme)
  return (
    <IconButton
      label="Light or dark"
      size="sm"
      onClick={() => choose(getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'light' : 'dark')}
      icon={
        <>
          <Icon icon={Sun} className="hidden dark:block" />
          <Icon icon={Moon} className="dark:hidden" />
        </>
      }
    />
  )
}
