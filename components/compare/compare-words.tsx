import type { ReactNode } from 'react'
import { Added, ChangedWords, Removed } from '@/components/ui/changed-words'
import { cx } from '@/components/ui/cx'
import { type CompareView, type Comparison, letterOf } from '@/lib/domain/comparison'
import { type DifferenceRow, describeDifferences } from '@/lib/domain/describe-comparison'

export type CompareWordsProps = {
  comparison: Pick<Comparison, 'sides' | 'sceneChanges'>
  view: Pick<CompareView, 'left' | 'right'>
  engineLabels: Readonly<Record<string, string>>
}

/** What changed from the left picture to the right one, in words. */
export function CompareWords({ comparison, view, engineLabels }: CompareWordsProps) {
  const [before, after] = [comparison.sides[view.left], comparison.sides[view.right]]
  if (!before || !after) return null
  const { rows, same } = describeDifferences(before, after, engineLabels, comparison.sceneChanges[`${view.left}-${view.right}`] ?? null)
  return (
    <section aria-labelledby="changes" className="pb-8">
      <h2 id="changes" className="mb-2 font-semibold text-lg">
        What changed from {letterOf(view.left)} to {letterOf(view.right)}
      </h2>
      <dl>
        {rows.map((row) => (
          <Line key={row.about} about={row.about}>
            <RowWords row={row} />
          </Line>
        ))}
        {rows.length === 0 ? <Line about="Recipe">Nothing: both were made from the same scene in the same way.</Line> : null}
        {same.length > 0 ? (
          <Line about="The same" quiet>
            {sentenceOf(same)}
          </Line>
        ) : null}
      </dl>
    </section>
  )
}

const sentenceOf = (words: readonly string[]): string => {
  const text = words.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function Line({ about, quiet = false, children }: { about: string; quiet?: boolean; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-4 border-line border-t py-[7px] text-md phone:grid-cols-[84px_minmax(0,1fr)] phone:gap-3">
      <dt className={quiet ? 'text-text-3' : 'text-text-2'}>{about}</dt>
      <dd className={cx('min-w-0 break-words', quiet && 'text-text-3')}>{children}</dd>
    </div>
  )
}

function RowWords({ row }: { row: DifferenceRow }) {
  if (row.kind === 'lines') {
    return (
      <ul>
        {row.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    )
  }
  if (row.kind === 'change') {
    return (
      <>
        <Removed>{row.before}</Removed> <Added>{row.after}</Added>
      </>
    )
  }
  return <ChangedWords words={row.words} />
}
