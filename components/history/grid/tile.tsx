'use client'
import { Check, CircleAlert, CircleSlash, Heart, MessageSquareWarning, Star } from 'lucide-react'
import { type CSSProperties, useEffect, useRef } from 'react'
import { fileUrl } from '@/components/generate/api'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { engineName } from '@/lib/domain/engine-name'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import { stepWords } from '@/lib/domain/queue-words'
import { clockWords } from '../day-groups'
import { Working } from '../working'
import type { ImageEntry, TileEntry } from './entries'
import { averageColor, showPlaceholder } from './placeholder'
import { cell } from './roles'

export type TileOptions = {
  engineLabels: Record<string, string>
  timeZone: string
  /** Viewers choose and keep favourites, and change nothing that others see. */
  mayGenerate: boolean
}

export type TileProps = {
  entry: TileEntry
  options: TileOptions
  selected: boolean
  /** The one in which the Tab key lands. */
  tabStop: boolean
  /** Presses choose. */
  choosing: boolean
  /** Of the page's first sight. */
  eager?: boolean
  className?: string
  style: CSSProperties
}

export const tileHref = ({ run, output }: TileEntry): string => `/history/${run.id}${output && output.index > 0 ? `?image=${output.index + 1}` : ''}`

export const tileName = ({ run, output }: Pick<TileEntry, 'run' | 'output'>): string => output?.title ?? (run.prompt.trim() || 'Without a prompt')

/** One cell of the grid. What is pressed in it is told by `data-act` to the grid, which listens once for all. */
export function Tile(props: TileProps) {
  const { entry, style, selected, className } = props
  const image = entry.output ? { ...entry, output: entry.output } : null
  return (
    <div {...cell(image ? selected : undefined)} data-key={entry.key} style={style} className={cx('group min-w-0', className)}>
      {image ? <ImageTile {...props} entry={image} /> : <WordsTile {...props} />}
    </div>
  )
}

const LINK = 'block size-full overflow-hidden rounded-md bg-skeleton select-none [-webkit-touch-callout:none]'
const ROUND = 'absolute grid place-items-center text-white transition-opacity phone:size-11'

function ImageTile({ entry, options, selected, tabStop, choosing, eager }: Omit<TileProps, 'entry'> & { entry: ImageEntry }) {
  const { run, output } = entry
  const name = tileName(entry)
  return (
    <>
      <a
        href={tileHref(entry)}
        tabIndex={tabStop ? 0 : -1}
        draggable={false}
        aria-label={[name, ...marksOf(output)].join(', ')}
        className={cx(LINK, 'relative', selected && 'outline-2 outline-text outline-offset-1')}
      >
        <Picture output={output} eager={eager} />
        <Caption run={run} output={output} name={name} options={options} />
      </a>
      <button
        type="button"
        tabIndex={-1}
        data-act="select"
        aria-pressed={selected}
        aria-label={`Select ${name}`}
        className={cx(
          ROUND,
          'top-0 left-0 size-9',
          selected || choosing ? 'opacity-100' : 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 phone:hidden',
        )}
      >
        <span
          className={cx('grid size-5 place-items-center rounded-[5px] border', selected ? 'border-white bg-white text-black' : 'border-white/90 bg-black/45')}
        >
          {selected ? <Icon icon={Check} size="sm" /> : null}
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        data-act="favourite"
        aria-pressed={output.favourite}
        aria-label={`Favourite ${name}`}
        className={cx(
          ROUND,
          'top-0 right-0 size-9',
          output.favourite ? 'opacity-100' : 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 phone:hidden',
        )}
      >
        <span className="grid size-6 place-items-center rounded-sm bg-over">
          <Icon icon={Heart} size="sm" className={output.favourite ? 'fill-white' : undefined} />
        </span>
      </button>
      <Review output={output} />
    </>
  )
}

function marksOf(output: OutputView): string[] {
  return [
    output.review === 'approved' ? 'approved' : output.review === 'changes_requested' ? 'changes requested' : null,
    output.favourite ? 'favourite' : null,
    output.stars === null ? null : `${starWords(output.stars)} stars`,
  ].filter((mark) => mark !== null)
}

const starWords = (stars: number): string => String(Math.round(stars * 10) / 10)

function Review({ output }: { output: OutputView }) {
  if (output.review === null) return null
  const approved = output.review === 'approved'
  return (
    <span
      aria-hidden="true"
      className={cx(
        'pointer-events-none absolute top-1.5 flex h-6 items-center gap-1 rounded-sm bg-over px-1.5 font-medium text-white text-xs',
        output.favourite ? 'right-10' : 'right-1.5 group-focus-within:right-10 group-hover:right-10 phone:right-1.5',
      )}
    >
      <Icon icon={approved ? Check : MessageSquareWarning} size="sm" className={approved ? 'text-good-over' : undefined} />
      <span className="group-focus-within:hidden group-hover:hidden phone:hidden">{approved ? 'Approved' : 'Changes'}</span>
    </span>
  )
}

function Picture({ output, eager }: { output: OutputView; eager?: boolean }) {
  const ref = useRef<HTMLImageElement>(null)
  const { thumbhash } = output
  useEffect(() => (ref.current ? showPlaceholder(ref.current, thumbhash) : undefined), [thumbhash])
  return (
    <img
      ref={ref}
      src={fileUrl(output.thumbnailAssetId)}
      // The link around it carries the name.
      alt=""
      width={output.width}
      height={output.height}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      draggable={false}
      className="size-full bg-cover object-cover"
      style={{ backgroundColor: averageColor(thumbhash) }}
    />
  )
}

function Caption({ run, output, name, options }: { run: GenerationView; output: OutputView; name: string; options: TileOptions }) {
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 bottom-0 flex flex-col gap-0.5 bg-linear-to-t from-black/85 via-black/60 to-transparent px-3 pt-7 pb-2.5 text-sm text-white opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 phone:hidden"
    >
      <span className="flex items-center gap-2">
        <b className="min-w-0 flex-1 truncate font-medium">{name}</b>
        {output.stars === null ? null : (
          <span className="flex shrink-0 items-center gap-0.5 tabular-nums">
            <Icon icon={Star} size="sm" className="size-3 fill-white" />
            {starWords(output.stars)}
          </span>
        )}
      </span>
      <span className="truncate opacity-90">
        {[clockWords(run.createdAtMs, options.timeZone), engineName(run.engine, options.engineLabels), run.authorName ?? 'A former member'].join(' · ')}
      </span>
    </span>
  )
}

/** A generation that is at work, or that failed or was canceled: what happened, and the way on. */
function WordsTile({ entry, options, tabStop }: TileProps) {
  const { run } = entry
  const open = run.finishedAtMs === null
  const words = open
    ? stepWords(run)
    : run.status === 'failed'
      ? `Failed at ${clockWords(run.createdAtMs, options.timeZone)}. ${run.error?.message ?? ''}`
      : 'Canceled.'
  return (
    <>
      <a
        href={tileHref(entry)}
        tabIndex={tabStop ? 0 : -1}
        draggable={false}
        aria-label={`${tileName(entry)}. ${words}`}
        className={cx(LINK, 'relative border border-line')}
      >
        {open ? (
          <Working run={run} />
        ) : (
          <span className="flex size-full flex-col gap-1.5 bg-panel p-3 text-md">
            <span className="flex min-w-0 items-center gap-2">
              <Icon icon={run.status === 'failed' ? CircleAlert : CircleSlash} className={run.status === 'failed' ? 'text-bad' : 'text-text-3'} />
              <b className="min-w-0 truncate font-medium">{tileName(entry)}</b>
            </span>
            <span className="line-clamp-4 text-text-2 phone:line-clamp-2 phone:text-sm">{words}</span>
          </span>
        )}
      </a>
      {!open && options.mayGenerate ? (
        <button
          type="button"
          tabIndex={-1}
          data-act="retry"
          className="absolute bottom-3 left-3 h-7 rounded-sm border border-line-2 bg-panel px-2.5 font-medium text-md transition-colors hover:bg-raised phone:bottom-1 phone:left-1 phone:h-11"
        >
          Try again
        </button>
      ) : null}
    </>
  )
}
