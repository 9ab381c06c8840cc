'use client'
import { Image, X } from 'lucide-react'
import type { Route } from 'next'
import { useEffect, useState } from 'react'
import type { GenerationActions } from '@/components/generate/actions'
import { onLiveEvent } from '@/components/generate/live-events'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { GenerationDetail } from '@/lib/domain/generation-view'
import { Working } from '../working'

type AtWork = Pick<GenerationDetail, 'id' | 'status' | 'progress' | 'queuePlace' | 'snapshotAssetId' | 'width' | 'height'>

/** An image on its way, as far as it is. The page itself is read again when it ends, see `FollowRun`. */
export function RunAtWork({ run }: { run: AtWork }) {
  const [now, setNow] = useState<Pick<AtWork, 'status' | 'progress' | 'queuePlace'>>(run)
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type !== 'generation' || event.id !== run.id) return
        const { status, progress, queuePlace } = event
        if (progress !== null || queuePlace !== null) setNow({ status, progress, queuePlace })
      }),
    [run.id],
  )
  const ratio = run.width / run.height
  return (
    <div
      className="relative mx-auto w-full overflow-hidden rounded-md border border-line bg-skeleton"
      style={{ aspectRatio: ratio, maxWidth: `calc(76dvh * ${ratio})` }}
    >
      <Working run={{ ...run, ...now }} />
    </div>
  )
}

export type RunAtWorkActionsProps = {
  run: Pick<GenerationDetail, 'id' | 'sceneId'>
  /** Viewers watch and do not cancel. */
  mayCancel: boolean
  cancel: GenerationActions['cancel']
}

/** What can be done with an image on its way. */
export function RunAtWorkActions({ run, mayCancel, cancel }: RunAtWorkActionsProps) {
  const toast = useToast()
  const [canceling, setCanceling] = useState(false)

  async function stop(): Promise<void> {
    setCanceling(true)
    const result = await cancel(run.id).catch(() => null)
    setCanceling(false)
    if (!result?.ok) toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
  }

  return (
    <>
      {mayCancel ? (
        <Button pending={canceling} icon={<Icon icon={X} />} onClick={() => void stop()}>
          Cancel
        </Button>
      ) : null}
      {run.sceneId ? (
        <LinkButton icon={<Icon icon={Image} />} href={`/scenes/${run.sceneId}?show=${run.id}` as Route} className="phone:hidden">
          Watch it in the editor
        </LinkButton>
      ) : null}
    </>
  )
}
