'use client'
import { Share2 } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { ShareTarget } from '@/lib/domain/share-link'
import { ShareDialog, type ShareDialogProps } from './share-dialog'

export type ShareComparisonProps = Pick<ShareDialogProps, 'teamId' | 'suggestedTitle' | 'create'> & { outputIds: string[] }

/** Shares a comparison as it is looked at now, which the address of the page says. */
export function ShareComparison({ outputIds, ...dialog }: ShareComparisonProps) {
  const [target, setTarget] = useState<ShareTarget>()
  const open = (): void => {
    const { o: _, ...view } = Object.fromEntries(new URLSearchParams(window.location.search))
    setTarget({ kind: 'comparison', outputIds, view })
  }
  return (
    <>
      <IconButton label="Share with people outside" size="sm" icon={<Icon icon={Share2} />} onClick={open} />
      {target ? <ShareDialog {...dialog} target={target} open onOpenChange={(next) => !next && setTarget(undefined)} /> : null}
    </>
  )
}
