'use client'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { SEARCH_LENGTH_MAX } from '@/lib/domain/history-filter'

const PAUSE_MS = 250

/** Searches when typing pauses, at once on Enter. */
export function SearchField({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(value)
  /** What the address says, as far as this field knows: when that changes elsewhere, the field follows. */
  const [known, setKnown] = useState(value)
  const timer = useRef<number | undefined>(undefined)
  if (value !== known) {
    setKnown(value)
    if (text.trim() === known) setText(value)
  }
  useEffect(() => () => window.clearTimeout(timer.current), [])

  function search(next: string): void {
    window.clearTimeout(timer.current)
    if (next.trim() !== value) onSearch(next.trim())
  }

  return (
    <Input
      type="search"
      aria-label="Search prompts, scenes and tags"
      aria-keyshortcuts="/"
      placeholder="Search prompts, scenes, tags"
      data-history-search=""
      icon={<Icon icon={Search} />}
      value={text}
      maxLength={SEARCH_LENGTH_MAX}
      onChange={(event) => {
        const next = event.target.value
        setText(next)
        window.clearTimeout(timer.current)
        timer.current = window.setTimeout(() => search(next), PAUSE_MS)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') search(text)
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
