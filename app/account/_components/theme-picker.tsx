'use client'
import { type SetTheme, type ThemeName, useTheme } from '@/app/_components/use-theme'
import { Segmented } from '@/components/ui/segmented'

const OPTIONS = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export function ThemePicker({ kept, setTheme }: { kept: ThemeName | undefined; setTheme: SetTheme }) {
  const [theme, choose] = useTheme(kept, setTheme)
  return <Segmented label="Theme" value={theme} onValueChange={choose} options={OPTIONS} className="max-w-72" />
}
