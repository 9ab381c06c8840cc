import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { comparePath } from '@/lib/domain/comparison'
import type { Replays } from '@/lib/domain/replay'
import { replayWords } from '@/lib/domain/replay-words'
import { LocalTime } from '../local-time'

const LINK = 'underline decoration-line-2 underline-offset-2 hover:decoration-text phone:py-3'

export type ReplayListProps = {
  replays: Replays
  /** The image that is looked at, with its number. */
  output: { id: string; index: number } | undefined
}

/** What the image repeats and what repeats it, with how they compare. Nothing where there is neither. */
export function ReplayList({ replays: { of, replays }, output }: ReplayListProps) {
  if (!of && replays.length === 0) return null
  const image = output && output.index > 0 ? `?image=${output.index + 1}` : ''
  return (
    <section aria-label="Replays" className="mt-5">
      {of ? (
        <div className="mb-4">
          <h2 className="mb-2 text-sm text-text-3">Replay of an earlier image</h2>
          <p>{ended(replayWords(of.view))}</p>
          <Links href={`/history/${of.generationId}${image}` as Route} words="The first image" pair={[of.outputId, output?.id]} />
        </div>
      ) : null}
      {replays.length > 0 ? (
        <>
          <h2 className="mb-2 text-sm text-text-3">Replays</h2>
          <ul className="flex flex-col gap-3">
            {replays.map((replay) => (
              <li key={replay.generationId}>
                <p>{ended(replayWords(replay))}</p>
                <Links
                  href={`/history/${replay.generationId}${image}` as Route}
                  words={<LocalTime ms={replay.createdAtMs} />}
                  pair={[output?.id, replay.outputId]}
                />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

/** A failure of an engine is a sentence already. */
const ended = (words: string): string => (words.endsWith('.') ? words : `${words}.`)

type LinksProps = { href: Route; words: ReactNode; pair: readonly (string | null | undefined)[] }

function Links({ href, words, pair }: LinksProps) {
  const ids = pair.filter((id): id is string => typeof id === 'string')
  return (
    <p className="mt-1 flex gap-3 text-sm text-text-3">
      <Link href={href} className={LINK}>
        {words}
      </Link>
      {ids.length === 2 ? (
        <Link href={comparePath(ids) as Route} className={LINK}>
          Compare
        </Link>
      ) : null}
    </p>
  )
}
