import { CircleAlert, CircleCheck, CircleDashed, CircleDot, type LucideIcon } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { Spinner } from '@/components/ui/spinner'
import { comparePath } from '@/lib/domain/comparison'
import type { Replays, ReplayView } from '@/lib/domain/replay'
import { replayWords } from '@/lib/domain/replay-words'
import { LocalTime } from '../local-time'

const LINK = 'underline decoration-line-2 underline-offset-2 hover:decoration-text phone:py-3'

export type ReplayListProps = {
  replays: Replays
  /** The image that is looked at, with its number. */
  output: { id: string; index: number } | undefined
}

/**
 * What the image repeats and what repeats it, with how they compare: the newest in sight, those before it behind a line.
 * Nothing where there is neither.
 */
export function ReplayList({ replays: { of, replays }, output }: ReplayListProps) {
  const [newest, ...earlier] = replays
  if (!of && !newest) return null
  const image = output && output.index > 0 ? `?image=${output.index + 1}` : ''
  const entry = (replay: ReplayView) => (
    <Entry
      view={replay}
      href={`/history/${replay.generationId}${image}` as Route}
      words={<LocalTime ms={replay.createdAtMs} />}
      pair={[output?.id, replay.outputId]}
    />
  )
  return (
    <section aria-label="Replays" className="mt-4 flex flex-col gap-3 rounded-md border border-line bg-panel px-3 py-2.5 text-md">
      {of ? (
        <div>
          <h2 className="mb-1 text-sm text-text-3">Replay of an earlier image</h2>
          <Entry view={of.view} href={`/history/${of.generationId}${image}` as Route} words="The first image" pair={[of.outputId, output?.id]} />
        </div>
      ) : null}
      {newest ? (
        <div>
          <h2 className="mb-1 text-sm text-text-3">{earlier.length > 0 ? `Replays, the newest of ${replays.length}` : 'Replays'}</h2>
          {entry(newest)}
          {earlier.length > 0 ? (
            <details className="mt-1">
              <summary className="w-fit cursor-pointer rounded-sm py-1 text-sm text-text-2 hover:text-text phone:py-3">
                {earlier.length === 1 ? 'One before it' : `${earlier.length} before it`}
              </summary>
              <ul className="mt-1.5 flex flex-col gap-3">
                {earlier.map((replay) => (
                  <li key={replay.generationId}>{entry(replay)}</li>
                ))}
              </ul>
            </details>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

type EntryProps = {
  view: ReplayView
  href: Route
  words: ReactNode
  /** The two images to compare, where both are there. */
  pair: readonly (string | null | undefined)[]
}

function Entry({ view, href, words, pair }: EntryProps) {
  const ids = pair.filter((id): id is string => typeof id === 'string')
  return (
    <div className="flex gap-2">
      <Sign view={view} />
      <div className="min-w-0">
        <p className="break-words">{ended(replayWords(view))}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-text-3">
          <Link href={href} className={LINK}>
            {words}
          </Link>
          {ids.length === 2 ? (
            <Link href={comparePath(ids) as Route} className={LINK}>
              Compare
            </Link>
          ) : null}
        </p>
      </div>
    </div>
  )
}

/** The words beside it say the same. */
function Sign({ view: { status, result } }: { view: ReplayView }) {
  if (status === 'queued' || status === 'running') return <Spinner className="mt-0.5 text-text-3" />
  const [icon, colour] = signOf(status, result?.verdict)
  return <Icon icon={icon} className={`mt-0.5 ${colour}`} />
}

function signOf(status: ReplayView['status'], verdict: 'identical' | 'drifted' | 'missing' | undefined): readonly [LucideIcon, string] {
  if (status === 'failed') return [CircleAlert, 'text-bad']
  if (verdict === 'identical') return [CircleCheck, 'text-good']
  return verdict === 'drifted' ? [CircleDot, 'text-warn'] : [CircleDashed, 'text-text-3']
}

/** A failure of an engine is a sentence already. */
const ended = (words: string): string => (words.endsWith('.') ? words : `${words}.`)
