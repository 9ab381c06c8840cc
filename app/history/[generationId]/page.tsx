import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { deleteGenerationAction, restoreGenerationAction, tryAgainAction } from '@/app/_server/generation-actions'
import { GenerationFacts } from '@/components/history/generation-facts'
import { GenerationFigure } from '@/components/history/generation-figure'
import { GenerationToolbar } from '@/components/history/generation-toolbar'
import { listEngines } from '@/lib/data/engines/queries'
import { getGeneration } from '@/lib/data/generations/queries'
import { AppError } from '@/lib/domain/errors'
import type { GenerationDetail } from '@/lib/domain/generation-view'

export const metadata: Metadata = { title: 'Image' }

type Props = { params: Promise<{ generationId: string }>; searchParams: Promise<{ image?: string }> }

/** One generation: its images large, everything that went into them, and what can be done with them. */
export default async function GenerationPage({ params, searchParams }: Props) {
  const actor = await requireUser()
  const [{ generationId }, { image }] = await Promise.all([params, searchParams])
  const run = await readOrNotFound(() => getGeneration(actor, generationId))
  const engineLabels = Object.fromEntries(listEngines().map(({ capabilities }) => [capabilities.id, capabilities.label]))
  const output = run.outputs[Math.max(0, Number(image ?? 1) - 1)] ?? run.outputs[0]
  return (
    <AppShell current="history">
      <nav aria-label="Breadcrumb" className="-mt-1 mb-3 flex phone:-mt-3 phone:mb-1 items-center gap-2 text-md text-text-2">
        <Link href={'/history' as Route} className="rounded-sm py-1 hover:text-text phone:py-3">
          History
        </Link>
        <span aria-hidden="true">/</span>
        <span className="truncate">{run.sceneName ?? 'A deleted scene'}</span>
      </nav>
      <div className="grid grid-cols-[minmax(0,1fr)_304px] gap-8 max-[1100px]:grid-cols-1">
        <div className="min-w-0">
          <GenerationFigure run={run} output={output} />
          <GenerationToolbar
            run={run}
            output={output}
            actions={{ tryAgain: tryAgainAction, remove: deleteGenerationAction, restore: restoreGenerationAction }}
          />
        </div>
        <GenerationFacts run={run} engineLabel={engineLabels[run.engine] ?? run.engine} seed={output?.seed ?? null} />
      </div>
    </AppShell>
  )
}

async function readOrNotFound(read: () => Promise<GenerationDetail>): Promise<GenerationDetail> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}
