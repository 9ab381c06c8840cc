'use client'
import { Ellipsis, GalleryHorizontalEnd, History, Image, Repeat2, RotateCcw, Trash2, Undo2 } from 'lucide-react'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { type PublishOffer, usePublish } from '@/components/community/publish-dialog'
import { CompareButton } from '@/components/compare/compare-button'
import { type GenerationActions, newRequestKey } from '@/components/generate/actions'
import { DownloadButton } from '@/components/generate/download-button'
import { Button, IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { GenerationDetail, OutputView } from '@/lib/domain/generation-view'
import type { ReplayOffer } from '@/lib/domain/offer-replay'
import type { SceneStateActions } from './detail/detail-actions'
import { type ReplayAction, useReplay } from './detail/use-replay'

export type GenerationToolbarProps = {
  run: GenerationDetail
  output: OutputView | undefined
  /** What the reader may do; the rest is not offered. */
  may: { generate: boolean; editScenes: boolean; remove: boolean }
  actions: Pick<GenerationActions, 'tryAgain' | 'remove' | 'restore'> & SceneStateActions
  /** Running it again from its frozen inputs. */
  replay: { action: ReplayAction; offer: ReplayOffer }
  /** Null for who may not put it into the gallery. */
  publish: PublishOffer | null
  /** Share, for who may. */
  share: ReactNode
  /** The buttons that come before Compare. */
  children?: ReactNode
}

/**
 * Below the image, in one row at any width: download it, change it, compare and share it. All that begins again from it,
 * publishes or deletes it is in the menu. Where there is no image, its way on comes first.
 */
export function GenerationToolbar({ run, output, may, actions, replay, publish, share, children }: GenerationToolbarProps) {
  const router = useRouter()
  const toast = useToast()
  const [trying, setTrying] = useState(false)
  const { press: pressReplay, dialog: replayDialog } = useReplay(run.id, replay)
  const { press: pressPublish, dialog: publishDialog } = usePublish(publish)
  const finished = run.finishedAtMs !== null
  const from = output ? `&from=${output.id}` : ''
  const scene = run.sceneId ? `/scenes/${run.sceneId}` : null

  async function tryAgain(): Promise<void> {
    setTrying(true)
    const result = await actions.tryAgain(run.id, newRequestKey()).catch(() => null)
    setTrying(false)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    router.push((scene ? `${scene}?show=${result.value.generationId}` : `/history/${result.value.generationId}`) as Route)
  }

  async function remove(): Promise<void> {
    const result = await actions.remove(run.id).catch(() => null)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    const undo = async (): Promise<void> => {
      const restored = await actions.restore(run.id).catch(() => null)
      if (!restored?.ok) return toast({ message: restored ? restored.error.message : UNREACHABLE, tone: 'error' })
      router.push(`/history/${run.id}` as Route)
    }
    toast({ message: 'Deleted from History.', action: { label: 'Undo', onPress: () => void undo() } })
    router.push('/history' as Route)
  }

  async function restoreScene(): Promise<void> {
    const result = await actions.restoreSceneOf(run.id).catch(() => null)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    const { sceneId, isNew, keptId } = result.value
    const undo = async (id: string): Promise<void> => {
      const undone = await actions.restoreKept(id).catch(() => null)
      if (!undone?.ok) return toast({ message: undone ? undone.error.message : UNREACHABLE, tone: 'error' })
      // The editor is open by now and has to begin anew from what it finds.
      window.location.assign(`/scenes/${sceneId}`)
    }
    toast({
      message: isNew
        ? 'The scene was deleted, so a new one was made from this image.'
        : 'The scene is as it was for this image. What was there before is kept.',
      action: keptId ? { label: 'Undo', onPress: () => void undo(keptId) } : undefined,
    })
    router.push(`/scenes/${sceneId}` as Route)
  }

  const mayRestoreScene = may.editScenes && run.sceneHash !== null
  const mayReuse = scene !== null && may.generate
  const reuseHref = `${scene}?reuse=${run.id}${from}` as Route
  return (
    <div className="@container mt-4">
      <div className="flex items-center gap-2 phone:gap-1.5">
        {output ? <DownloadButton output={output} run={run} /> : null}
        {finished && !output && may.generate ? (
          <Button variant="primary" pending={trying} icon={<Icon icon={RotateCcw} />} onClick={() => void tryAgain()}>
            Try again
          </Button>
        ) : null}
        {mayReuse && !output ? (
          <LinkButton icon={<Icon icon={Undo2} />} href={reuseHref}>
            Reuse settings
          </LinkButton>
        ) : null}
        {children}
        {output ? (
          <CompareButton run={run} output={output}>
            <WideOnly>Compare</WideOnly>
          </CompareButton>
        ) : null}
        {share}
        <Menu align="end" trigger={<IconButton label="More" icon={<Icon icon={Ellipsis} />} className="ml-auto" />}>
          {mayReuse && output ? (
            <>
              <MenuLink icon={<Icon icon={Undo2} />} href={reuseHref}>
                Reuse settings
              </MenuLink>
              <MenuLink icon={<Icon icon={Image} />} href={`${scene}?reference=${output.assetId}${from}` as Route}>
                Use as reference
              </MenuLink>
            </>
          ) : null}
          {finished && output && may.generate ? (
            <>
              <MenuItem icon={<Icon icon={RotateCcw} />} onSelect={() => void tryAgain()}>
                Make it again
              </MenuItem>
              <MenuItem icon={<Icon icon={Repeat2} />} onSelect={pressReplay}>
                Replay
              </MenuItem>
            </>
          ) : null}
          {mayRestoreScene ? (
            <MenuItem icon={<Icon icon={History} />} onSelect={() => void restoreScene()}>
              Open this scene as it was
            </MenuItem>
          ) : null}
          {publish ? (
            <>
              <MenuSeparator />
              <MenuItem icon={<Icon icon={GalleryHorizontalEnd} />} onSelect={pressPublish}>
                Publish in the gallery
              </MenuItem>
            </>
          ) : null}
          {finished && may.remove ? (
            <>
              <MenuSeparator />
              <MenuItem danger icon={<Icon icon={Trash2} />} onSelect={() => void remove()}>
                Delete
              </MenuItem>
            </>
          ) : null}
        </Menu>
      </div>
      {replayDialog}
      {publishDialog}
    </div>
  )
}

/** Words of a button that leave where the row is too narrow for them; its icon and its name stay. */
export const WideOnly = ({ children }: { children: string }) => <span className="@max-[600px]:sr-only">{children}</span>
