import { CircleAlert, CircleSlash } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { costWords } from '@/components/generate/cost-words'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import type { GenerationDetail, OutputView } from '@/lib/domain/generation-view'
import { ThumbImage } from './thumb-image'

const VERDICT = { approved: 'approved', changes_requested: 'needs changes' } as const

/** The other images of the same press; nothing where there is one alone. */
export function SiblingImages({ run, output }: { run: GenerationDetail; output: OutputView }) {
  if (run.outputs.length < 2) return null
  return (
    <ul aria-label="Images of this generation" className="mt-3 flex flex-wrap justify-center gap-2">
      {run.outputs.map((each) => (
        <li key={each.id}>
          <Link
            href={`/history/${run.id}?image=${each.index + 1}` as Route}
            replace
            scroll={false}
            aria-current={each.id === output.id}
            aria-label={`Image ${each.index + 1}${each.review ? `, ${VERDICT[each.review]}` : ''}`}
            className={cx(
              'block overflow-hidden rounded-sm',
              each.id === output.id ? 'outline-2 outline-text outline-offset-2' : 'opacity-80 hover:opacity-100',
            )}
          >
            <ThumbImage output={each} alt="" className="h-16 w-auto" eager />
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** What happened, where a generation ended and there is no image. */
export function NoImage({ run }: { run: GenerationDetail }) {
  const failed = run.status === 'failed'
  const words = failed
    ? `${run.error?.message ?? 'It stopped without an answer.'}${costWords(run)}`
    : run.status === 'canceled'
      ? 'It was canceled before there was an image.'
      : 'Its images are in the trash.'
  return (
    <div
      className="grid place-items-center rounded-md border border-line bg-panel p-8 text-center"
      style={{ aspectRatio: `${run.width} / ${run.height}`, maxHeight: '76dvh' }}
    >
      <div className="flex max-w-sm flex-col items-center gap-3">
        <Icon icon={failed ? CircleAlert : CircleSlash} size="lg" className={failed ? 'text-bad' : 'text-text-3'} />
        <p>{words}</p>
      </div>
    </div>
  )
}
