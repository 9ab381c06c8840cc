import type { Route } from 'next'
import Link from 'next/link'
import type { CSSProperties } from 'react'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import { clockWords } from './day-groups'
import { ThumbImage } from './thumb-image'

/** How many pictures are loaded at once; the rest load as they come into sight. */
const EAGER_MAX = 8

export type JustifiedRowsProps = {
  images: readonly { run: GenerationView; output: OutputView }[]
  engineLabels: Record<string, string>
  timeZone: string
  /** The first day is in sight at once. */
  eager: boolean
}

/**
 * Rows of about equal height in which every picture keeps its ratio: each grows by its ratio from a base width of ratio ×
 * row height, so the browser justifies the rows by itself and nothing moves when pictures arrive.
 */
export function JustifiedRows({ images, engineLabels, timeZone, eager }: JustifiedRowsProps) {
  return (
    <ul className="flex flex-wrap gap-2 [--row:188px] after:flex-[999_0_0%] after:content-[''] phone:gap-1 phone:[--row:124px]">
      {images.map(({ run, output }, i) => {
        const ratio = output.width / output.height
        const style: CSSProperties = { flex: `${ratio} 0 calc(${ratio} * var(--row))`, aspectRatio: ratio }
        const name = run.prompt.trim() || 'Without a prompt'
        return (
          <li key={output.id} style={style} className="min-w-0">
            <Link
              href={`/history/${run.id}${output.index > 0 ? `?image=${output.index + 1}` : ''}` as Route}
              prefetch={false}
              className="group relative block size-full overflow-hidden rounded-md bg-skeleton"
            >
              <ThumbImage output={output} alt={name} eager={eager && i < EAGER_MAX} className="absolute inset-0 size-full object-cover" />
              <span className="absolute inset-x-0 bottom-0 flex flex-col gap-0.5 bg-linear-to-t from-black/85 via-black/60 to-transparent px-3 pt-7 pb-2.5 text-sm text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 phone:hidden">
                <b className="truncate font-medium">{name}</b>
                <span className="truncate opacity-90">
                  {[
                    clockWords(run.createdAtMs, timeZone),
                    engineLabels[run.engine] ?? run.engine,
                    run.settings.ratio,
                    run.authorName ?? 'A former member',
                  ].join(' · ')}
                </span>
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
