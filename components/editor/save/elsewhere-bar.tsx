'use client'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useEditorSession } from '../session'
import { useEditor } from '../store/context'
import { useCatchUp } from './use-elsewhere'

/** Says over the canvas that the scene was saved somewhere else, as long as this window shows an older version. */
export function ElsewhereBar() {
  const { userId } = useEditorSession()
  // With unsaved work here the question of the conflict dialog comes instead, and it says the same.
  const shown = useEditor((state) => state.save.behind && state.save.status === 'saved')
  const savedBy = useEditor((state) => state.elsewhere?.savedBy ?? null)
  const catchUp = useCatchUp()
  const [loading, setLoading] = useState(false)
  if (!shown) return null
  const words =
    savedBy === null
      ? 'This scene was saved elsewhere a moment ago.'
      : savedBy.id === userId
        ? 'You saved this scene in another window a moment ago.'
        : `${savedBy.name} saved this scene a moment ago.`
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 z-30 flex justify-center px-4 in-[main:has([data-stage-note])]:top-14">
      <div
        role="status"
        className="pointer-events-auto flex max-w-full animate-appear items-center gap-3 rounded-lg border border-line-2 bg-panel py-1 pr-1 pl-3 text-md"
      >
        <Icon icon={RefreshCw} size="sm" className="text-text-2" />
        <span className="min-w-0 truncate" title={words}>
          {words}
        </span>
        <Button
          size="xs"
          pending={loading}
          onClick={async () => {
            setLoading(true)
            await catchUp().finally(() => setLoading(false))
          }}
        >
          Load it
        </Button>
      </div>
    </div>
  )
}
