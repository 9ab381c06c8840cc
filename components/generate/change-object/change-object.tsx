'use client'
import { WandSparkles } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import type { EngineOption, GenerationView, OutputView } from '@/lib/domain/generation-view'
import { type GenerationActions, newRequestKey } from '../actions'
import { fileUrl } from '../api'
import { ChangeObjectForm, type ChangeWish } from './change-object-form'
import { ObjectList } from './object-list'
import { ObjectPicker } from './object-picker'
import { fetchObjects, type ObjectsInPicture, type PictureObject } from './objects-in-picture'

const UNREACHABLE = 'Maquette cannot be reached. Check the connection and press Generate again.'
const GROW_DEFAULT = 12

export type ChangeObjectProps = {
  run: Pick<GenerationView, 'id' | 'engine' | 'passes' | 'settings'>
  output: Pick<OutputView, 'id' | 'assetId' | 'width' | 'height'>
  engines: readonly EngineOption[]
  change: GenerationActions['change']
  /** The change is queued: shows it. */
  onQueued: (generationId: string) => void | Promise<void>
  /** The words of the button. */
  children: ReactNode
}

/** Whether a picture knows its objects: it was made from the scene, and its passes were kept. */
export const knowsObjects = ({ passes }: Pick<GenerationView, 'passes'>): boolean =>
  passes.some(({ kind }) => kind === 'ids') && passes.some(({ kind }) => kind === 'objects')

/** A button that opens the picture with its objects, one of which can be chosen and changed. */
export function ChangeObject({ children, ...rest }: ChangeObjectProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button title="Change one object" icon={<Icon icon={WandSparkles} />} onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open ? <ChangeObjectDialog {...rest} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

type Load = { state: 'loading' | 'failed' } | { state: 'ready'; picture: ObjectsInPicture }

function ChangeObjectDialog({ run, output, engines: all, change, onQueued, onClose }: Omit<ChangeObjectProps, 'children'> & { onClose: () => void }) {
  const formId = useId()
  const engines = all.filter(({ capabilities }) => capabilities.canvas !== 'unsupported')
  const first = engines.find(({ capabilities, ready }) => ready && capabilities.id === run.engine) ?? engines.find(({ ready }) => ready)
  const [load, setLoad] = useState<Load>({ state: 'loading' })
  const [chosen, setChosen] = useState<PictureObject | null>(null)
  const [wish, setWish] = useState<ChangeWish>({ prompt: '', engine: first?.capabilities.id ?? run.engine, grow: GROW_DEFAULT, includeShadow: true })
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    void fetchObjects(run.id, stop.signal).then((picture) => {
      if (!stop.signal.aborted) setLoad(picture ? { state: 'ready', picture } : { state: 'failed' })
    })
    return () => stop.abort()
  }, [run.id])

  async function generate(): Promise<void> {
    if (!chosen || pending) return
    setPending(true)
    setError(null)
    const result = await change({ ...wish, requestKey: newRequestKey(), baseOutputId: output.id, nodeId: chosen.node }).catch(() => null)
    if (result?.ok) {
      await onQueued(result.value.generationId)
      onClose()
      return
    }
    setPending(false)
    setError(result ? result.error.message : UNREACHABLE)
  }

  const reason = !chosen ? 'Choose an object first.' : wish.prompt.trim() === '' ? 'Write what should change.' : null
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="xl"
      title="Change one object"
      description="Press an object in the picture, or choose it from the list. All else stays as it is."
      footer={
        <>
          <p id={`${formId}-note`} aria-live="polite" className={error ? 'mr-auto self-center text-md text-bad' : 'mr-auto self-center text-md text-text-3'}>
            {error ?? reason}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending} disabled={reason !== null} aria-describedby={`${formId}-note`}>
            Generate
          </Button>
        </>
      }
    >
      <div className="mt-3 grid grid-cols-[minmax(0,1fr)_288px] gap-5 max-[860px]:grid-cols-1">
        <div className="grid place-items-center rounded-md bg-skeleton">
          <div
            className="relative overflow-hidden rounded-md"
            style={{ aspectRatio: `${output.width} / ${output.height}`, width: `min(100%, 66dvh * ${output.width / output.height})` }}
          >
            <img
              src={fileUrl(output.assetId)}
              alt="What is there before the change"
              width={output.width}
              height={output.height}
              className="size-full object-cover"
            />
            {load.state === 'ready' ? <ObjectPicker picture={load.picture} chosen={chosen} onChoose={setChosen} /> : null}
          </div>
        </div>
        <form
          id={formId}
          className="flex min-w-0 flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void generate()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            if (reason === null && !event.repeat) void generate()
          }}
        >
          {load.state === 'ready' ? (
            <>
              <ObjectList objects={load.picture.objects} chosen={chosen} onChoose={setChosen} />
              <ChangeObjectForm wish={wish} onChange={setWish} chosen={chosen} objects={load.picture.objects} engines={engines} settings={run.settings} />
            </>
          ) : (
            <p role="status" className="text-text-2">
              {load.state === 'loading' ? 'Finding the objects of this picture' : 'The objects of this picture cannot be read now. Close this and try again.'}
            </p>
          )}
        </form>
      </div>
    </Dialog>
  )
}
