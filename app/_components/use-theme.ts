'use client'
import { startTransition, useOptimistic } from 'react'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type ThemeName = 'system' | 'light' | 'dark'
export type SetTheme = (theme: ThemeName) => Promise<Result<ThemeName>>

/**
 * The theme, shown on the page at once and kept by the server after. `kept` is what the server knows; when keeping a choice
 * fails, the page goes back to it.
 */
export function useTheme(kept: ThemeName | undefined, setTheme: SetTheme): [ThemeName, (next: ThemeName) => void] {
  const [theme, setOptimistic] = useOptimistic(kept ?? 'system')
  const toast = useToast()
  const choose = (next: ThemeName) => {
    startTransition(async () => {
      setOptimistic(next)
      showTheme(next)
      const result = await setTheme(next)
      if (result.ok) return
      showTheme(kept)
      toast({ tone: 'error', message: result.error.message })
    })
  }
  return [theme, choose]
}

function showTheme(theme: ThemeName | undefined): void {
  if (theme) document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}
