'use client'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import type { SceneStateActions } from './detail/detail-actions'
import { LocalTime } from './local-time'

export type KeptScenesProps = {
  kept: readonly { id: string; name: string; byName: string | null; createdAtMs: number }[]
  mayRestore: boolean
  restore: SceneStateActions['restoreKept']
}

/** In the History tab: states of the scene that gave way to another and can come back. */
export function KeptScenes({ kept, mayRestore, restore }: KeptScenesProps) {
  const bridge = useEditorBridge()
  const toast = useToast()
  const [pending, setPending] = useState<string | null>(null)
  if (kept.length === 0) return null

  async function bringBack(id: string): Promise<void> {
    setPending(id)
    try {
      // What is not saved yet belongs to what is put aside now.
      await bridge.flush()
      const result = await restore(id)
      if (result.ok) return window.location.reload()
      toast({ message: result.error.message, tone: 'error' })
    } catch {
      toast({ message: 'The scene could not be saved or reached, so nothing was changed. Check the connection and try again.', tone: 'error' })
    }
    setPending(null)
  }

  return (
    <section aria-label="Earlier states of the scene" className="border-line border-t px-4 py-4">
      <h3 className="pb-2 font-medium text-sm text-text-2">Earlier states</h3>
      <ul className="flex flex-col gap-2">
        {kept.map(({ id, name, byName, createdAtMs }) => (
          <li key={id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{name}</span>
              <span className="block truncate text-sm text-text-3">
                <LocalTime ms={createdAtMs} />
                {byName ? `, ${byName}` : ''}
              </span>
            </span>
            {mayRestore ? (
              <Button size="xs" pending={pending === id} icon={<Icon icon={RotateCcw} size="sm" />} onClick={() => void bringBack(id)}>
                Restore
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
