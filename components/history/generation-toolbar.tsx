'use client'
import { RotateCcw, Trash2, Undo2 } from 'lucide-react'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type GenerationActions, newRequestKey } from '@/components/generate/actions'
import { DownloadButton } from '@/components/generate/download-button'
import { Button, IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { useToast } from '@/components/ui/toast'
import type { GenerationDetail, OutputView } from '@/lib/domain/generation-view'

const UNREACHABLE = 'Maquette cannot be reached. Check the connection and try again.'

export type GenerationToolbarProps = {
  run: GenerationDetail
  output: OutputView | undefined
  actions: Pick<GenerationActions, 'tryAgain' | 'remove' | 'restore'>
}

/** Below the image: download, reuse, try again, delete. */
export function GenerationToolbar({ run, output, actions }: GenerationToolbarProps) {
  const router = useRouter()
  const toast = useToast()
  const [trying, setTrying] = useState(false)
  const finished = run.finishedAtMs !== null

  async function tryAgain(): Promise<void> {
    setTrying(true)
    const result = await actions.tryAgain(run.id, newRequestKey()).catch(() => null)
    setTrying(false)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    router.push((run.sceneId ? `/scenes/${run.sceneId}?show=${result.value.generationId}` : `/history/${result.value.generationId}`) as Route)
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

  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      {output ? <DownloadButton output={output} run={run} /> : null}
      {run.sceneId ? (
        <LinkButton icon={<Icon icon={Undo2} />} href={`/scenes/${run.sceneId}?reuse=${run.id}` as Route}>
          Reuse settings
        </LinkButton>
      ) : null}
      {finished ? (
        <Button variant={output ? 'quiet' : 'primary'} pending={trying} icon={<Icon icon={RotateCcw} />} onClick={() => void tryAgain()}>
          {output ? 'Make it again' : 'Try again'}
        </Button>
      ) : null}
      <span className="flex-1" />
      {finished ? <IconButton label="Delete" icon={<Icon icon={Trash2} />} onClick={() => void remove()} /> : null}
    </div>
  )
}
