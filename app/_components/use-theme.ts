'use client'
import { useState, useTransition } from 'react'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type ThemeName = 'system' | 'light' | 'dark'
export type SetTheme = (theme: ThemeName) => Promise<Result<ThemeName>>

/** The theme, changed on the page at once and kept by the server after. Takes the choice back when keeping it fails. */
export function useTheme(initial: ThemeName, setTheme: SetTheme): [ThemeName, (next: ThemeName) => void] {
  const [theme, setShown] = useState(initial)
  const [, startTransition] = useTransition()
  const toast = useToast()
  const show = (next: ThemeName) => {
    setShown(next)
    document.documentElement.dataset.theme = next
  }
  const choose = (next: ThemeName) => {
    const before = theme
    show(next)
    startTransition(async () => {
      const result = await setTheme(next)
      if (result.ok) return
      show(before)
      toast({ tone: 'error', message: result.error.message })
    })
  }
  return [theme, choose]
}
