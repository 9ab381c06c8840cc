'use client'
import { CircleAlert } from 'lucide-react'
import type { Route } from 'next'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Progress } from '@/components/ui/progress'
import type { GenerationView } from '@/lib/domain/generation-view'
import { clockWords } from './day-groups'

const ROW = 'mb-2 flex items-center gap-3 rounded-md border border-line bg-panel px-3 py-2.5 text-md phone:flex-wrap'

/** A generation that is at work. */
export function OpenRow({ run }: { run: GenerationView }) {
  const step = run.status === 'queued' ? 'Waiting for its turn' : (run.progress?.step ?? 'Preparing')
  return (
    <div className={ROW}>
      <span className="min-w-0 flex-1 truncate phone:basis-full">{run.prompt || 'Without a prompt'}</span>
      <span className="text-text-2 phone:flex-1">{step}</span>
      <Progress label={step} value={run.status === 'queued' ? null : (run.progress?.fraction ?? null)} className="w-32 phone:order-1 phone:w-full" />
      {run.sceneId ? (
        <LinkButton size="sm" href={`/scenes/${run.sceneId}?show=${run.id}` as Route}>
          Watch
        </LinkButton>
      ) : null}
    </div>
  )
}

/** A generation that failed: what happened, and the way on. */
export function FailedRow({ run, timeZone, onTryAgain }: { run: GenerationView; timeZone: string; onTryAgain: () => void }) {
  return (
    <div className={ROW}>
      <Icon icon={CircleAlert} className="text-bad phone:mt-0.5 phone:self-start" />
      <p className="min-w-0 flex-1 phone:basis-[calc(100%-28px)]">
        Failed at {clockWords(run.createdAtMs, timeZone)}. {run.error?.message}
      </p>
      <LinkButton variant="quiet" size="sm" className="phone:ml-auto" href={`/history/${run.id}` as Route}>
        Details
      </LinkButton>
      <Button size="sm" onClick={onTryAgain}>
        Try again
      </Button>
    </div>
  )
}
