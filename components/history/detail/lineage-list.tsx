import type { Route } from 'next'
import Link from 'next/link'
import type { ImageStep, Lineage } from '@/lib/domain/lineage'
import { ThumbImage } from '../thumb-image'

/**
 * Where the image comes from and what came of it. Nothing where there is neither.
 * @param changed the object that is another than in the image it began with, if it was made by changing one.
 */
export function LineageList({ lineage, changed }: { lineage: Lineage; changed: string | null }) {
  const { from, remixes, hasMore } = lineage
  if (!from && remixes.length === 0) return null
  return (
    <section aria-label="Lineage" className="mt-5">
      {from ? (
        <>
          <h2 className="mb-2 text-sm text-text-3">{changed === null ? 'Began with' : `Changed ${changed} of`}</h2>
          <ul className="mb-4 flex flex-col gap-2">
            <Step step={from} />
          </ul>
        </>
      ) : null}
      {remixes.length > 0 ? (
        <>
          <h2 className="mb-2 text-sm text-text-3">Remixes</h2>
          <ul className="flex flex-col gap-2">
            {remixes.map((remix) => (
              <Step key={remix.outputId} step={remix} />
            ))}
          </ul>
          {hasMore ? <p className="mt-2 text-sm text-text-3">The newest {remixes.length} are shown.</p> : null}
        </>
      ) : null}
    </section>
  )
}

function Step({ step }: { step: ImageStep }) {
  const { generationId, index, title, prompt, authorName } = step
  return (
    <li>
      <Link
        href={`/history/${generationId}${index > 0 ? `?image=${index + 1}` : ''}` as Route}
        className="flex items-center gap-3 rounded-md p-1 transition-colors hover:bg-raised"
      >
        <ThumbImage output={step} alt="" className="h-12 w-16 shrink-0 rounded-sm object-cover" />
        <span className="min-w-0">
          <span className="block truncate font-medium">{title ?? (prompt.trim() || 'Without a prompt')}</span>
          <span className="block truncate text-sm text-text-3">{authorName ?? 'A former member'}</span>
        </span>
      </Link>
    </li>
  )
}
