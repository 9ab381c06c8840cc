'use client'
import { CircleAlert, CircleSlash } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { GenerationView } from '@/lib/domain/generation-view'
import { costWords } from './cost-words'
import { BackButton } from './explore/back-button'
import { useGenerate } from './generate-provider'
import { useReuse, useTryAgain } from './use-run-actions'

/** A generation without an image: what happened, whether it cost anything, and the way on. */
export function FailureView({ run }: { run: GenerationView }) {
  const { mayGenerate } = useGenerate()
  const { tryAgain, trying } = useTryAgain(run.id)
  const reuse = useReuse(run.id)
  const canceled = run.status === 'canceled'
  return (
    <div className="m-auto flex max-w-md flex-col items-center gap-4 text-center">
      <Icon icon={canceled ? CircleSlash : CircleAlert} size="lg" className={canceled ? 'text-text-3' : 'text-bad'} />
      <div role={canceled ? 'status' : 'alert'}>
        <h2 className="font-semibold text-xl">{canceled ? 'Canceled' : 'No image this time'}</h2>
        <p className="mt-1 text-text-2">{canceled ? canceledWords(run) : `${run.error?.message ?? 'It stopped without an answer.'}${costWords(run)}`}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        {mayGenerate ? (
          <Button variant="primary" pending={trying} onClick={() => void tryAgain()}>
            Try again
          </Button>
        ) : null}
        <Button onClick={() => void reuse()}>Change settings</Button>
        <BackButton run={run} quiet />
      </div>
    </div>
  )
}

const canceledWords = (run: GenerationView): string =>
  run.costMicroUsd === 0
    ? 'It was stopped before there was an image. Nothing was charged.'
    : 'It was stopped. The provider may still charge for what it had begun.'
