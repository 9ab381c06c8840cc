import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { BarKeys } from './bar-keys'
import { FigureTable, RowName } from './figure-table'
import { scaleEnd, ticksOf } from './scale'

export type Tone = 'plain' | 'soft' | 'good' | 'bad'

const FILL: Record<Tone, string> = { plain: 'bg-bar-fill', soft: 'bg-line-2', good: 'bg-good', bad: 'bg-bad' }

/** What a bar is made of, from the bottom up. */
export type Series = { name: string; tone: Tone }

export type Bar = {
  key: string
  /** "Tue 3 Nov". */
  label: string
  /** Under the bar, where there is room for it. */
  tick: string
  /** Where its generations are shown; null where there is no such place. */
  href: string | null
  /** One a series, to be drawn on top of each other. */
  values: readonly number[]
  /** One a series, and more where the table says more. */
  words: readonly string[]
}

export type BarChartProps = {
  title: string
  /** Beside the title: the sum, or what it says. */
  note?: ReactNode
  series: readonly Series[]
  /** Headings of the table, as many as words in a bar. */
  columns: readonly string[]
  bars: readonly Bar[]
  /** What a first bar would reach at least, so that little does not look like much. */
  least: number
  axis: (value: number) => string
  /** What the first column of the table is called. */
  unit: string
}

const TICKS = 6

/** Bars over time, each a link to what it stands for, and the same as a table. Drawn by the server; it needs no script. */
export function BarChart({ title, note, series, columns, bars, least, axis, unit }: BarChartProps) {
  const end = scaleEnd(Math.max(0, ...bars.map(({ values }) => values.reduce((a, b) => a + b, 0))), least)
  const ticks = ticksOf(bars.length, TICKS)
  // The words of the last bar end with it, so on a phone they reach into those before.
  const crowded = ticks.length === TICKS ? ticks.at(-2) : undefined
  return (
    <section className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-panel p-4">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-semibold text-lg">{title}</h3>
        {note ? <span className="text-md text-text-2 tabular-nums">{note}</span> : null}
        {series.length > 1 ? (
          <ul className="ml-auto flex flex-wrap gap-x-3 text-sm text-text-2">
            {series.map(({ name, tone }) => (
              <li key={name} className="flex items-center gap-1.5">
                <span className={cx('size-2 rounded-full', FILL[tone])} />
                {name}
              </li>
            ))}
          </ul>
        ) : null}
      </header>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div aria-hidden="true" className="-my-1.5 flex h-39 flex-col justify-between text-right text-text-3 text-xs tabular-nums leading-none">
          <span>{axis(end)}</span>
          <span>{axis(end / 2)}</span>
          <span>{axis(0)}</span>
        </div>
        <div className="relative h-36">
          <div aria-hidden="true" className="absolute inset-0 flex flex-col justify-between">
            <span className="border-line border-t" />
            <span className="border-line border-t" />
            <span className="border-line-2 border-t" />
          </div>
          <BarKeys label={title} className="absolute inset-0 flex gap-px">
            {bars.map((bar, i) => (
              <li key={bar.key} className="relative min-w-0 flex-1">
                <BarLink bar={bar} isStop={i === bars.length - 1} place={i / Math.max(1, bars.length - 1)} columns={columns}>
                  {series.map(({ name, tone }, part) => (
                    <span key={name} style={{ height: `${((bar.values[part] ?? 0) / end) * 100}%` }} className={cx('block w-full', FILL[tone])} />
                  ))}
                </BarLink>
              </li>
            ))}
          </BarKeys>
        </div>
        <div aria-hidden="true" className="col-start-2 mt-1.5 flex gap-px text-text-3 text-xs">
          {bars.map((bar, i) => (
            <span key={bar.key} className={cx('relative h-4 min-w-0 flex-1 whitespace-nowrap', i === bars.length - 1 ? 'flex justify-end' : null)}>
              {ticks.includes(i) ? <span className={i === crowded ? 'phone:hidden' : undefined}>{bar.tick}</span> : null}
            </span>
          ))}
        </div>
      </div>
      <details className="text-md">
        <summary className="w-fit cursor-pointer rounded-sm py-1 text-text-2 hover:text-text phone:py-2.5">As a table</summary>
        <div className={cx('mt-2', bars[0]?.href ? 'max-h-80 overflow-auto' : null)}>
          <ChartTable title={title} unit={unit} columns={columns} bars={bars} />
        </div>
      </details>
    </section>
  )
}

type BarLinkProps = { bar: Bar; isStop: boolean; place: number; columns: readonly string[]; children: ReactNode }

function BarLink({ bar, isStop, place, columns, children }: BarLinkProps) {
  const words = columns.map((name, i) => `${name} ${bar.words[i] ?? ''}`)
  const shared = {
    'data-bar': true,
    tabIndex: isStop ? 0 : -1,
    'aria-label': `${bar.label}: ${words.join(', ')}`,
    className: 'group flex h-full flex-col-reverse justify-start hover:bg-raised focus-visible:-outline-offset-2',
  }
  const inner = (
    <>
      {children}
      <span
        aria-hidden="true"
        style={place < 0.5 ? { left: 0 } : { right: 0 }}
        className="pointer-events-none absolute bottom-full z-10 mb-1 hidden w-max max-w-60 flex-col rounded-md border border-line-2 bg-panel px-2.5 py-1.5 text-sm text-text shadow-float group-hover:flex group-focus-visible:flex"
      >
        <span className="font-medium">{bar.label}</span>
        {words.map((line) => (
          <span key={line} className="text-text-2 tabular-nums">
            {line}
          </span>
        ))}
      </span>
    </>
  )
  if (bar.href === null)
    return (
      // Nothing to open, and yet its figures can be read with the keyboard.
      <span role="img" {...shared}>
        {inner}
      </span>
    )
  return (
    <Link href={bar.href as Route} prefetch={false} {...shared}>
      {inner}
    </Link>
  )
}

function ChartTable({ title, unit, columns, bars }: Pick<BarChartProps, 'title' | 'unit' | 'columns' | 'bars'>) {
  return (
    <FigureTable title={title} unit={unit} columns={columns}>
      {bars.map((bar) => (
        <tr key={bar.key} className="border-line border-b last:border-b-0">
          <th scope="row" className="whitespace-nowrap py-1.5 pr-4 text-left font-normal">
            <RowName label={bar.label} href={bar.href} />
          </th>
          {columns.map((name, i) => (
            <td key={name} className="py-1.5 pl-4 text-right tabular-nums">
              {bar.words[i]}
            </td>
          ))}
        </tr>
      ))}
    </FigureTable>
  )
}
