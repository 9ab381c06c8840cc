import { successRate, type UsageRow } from '@/lib/domain/usage-view'
import { FigureTable, RowName } from './figure-table'
import { costPerApprovedWords, costWords, durationWords, numberWords, shareWords } from './usage-words'

export type UsageBreakdownProps = {
  title: string
  /** What a row is. */
  unit: string
  rows: readonly (UsageRow & { label: string; href: string | null })[]
  /** How many there are, of which `rows` may be only those with most generations. */
  all: number
}

/** So many are in sight at once. */
const SHOWN = 10
const COLUMNS = ['Generations', 'Images', 'Finished', 'Queue', 'Render', 'Approved', 'Cost', 'Per approved'] as const

/** A table with a bar in each row. Times are medians, with what 95 of 100 stay within below them. */
export function UsageBreakdown({ title, unit, rows, all }: UsageBreakdownProps) {
  const most = Math.max(1, ...rows.map(({ figures }) => figures.requested))
  return (
    <section className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-panel p-4">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-semibold text-lg">{title}</h3>
        <span className="text-md text-text-2 tabular-nums">
          {all > rows.length ? `The ${numberWords(rows.length)} with most generations, of ${numberWords(all)}` : numberWords(rows.length)}
        </span>
      </header>
      <Rows title={title} unit={unit} rows={rows.slice(0, SHOWN)} most={most} />
      {rows.length > SHOWN ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-1 text-md text-text-2 hover:text-text phone:py-2.5">
            {numberWords(rows.length - SHOWN)} more
          </summary>
          <Rows title={`${title}, the others`} unit={unit} rows={rows.slice(SHOWN)} most={most} />
        </details>
      ) : null}
    </section>
  )
}

function Rows({ title, unit, rows, most }: Omit<UsageBreakdownProps, 'all'> & { most: number }) {
  // Without a link in it, a table that is wider than the page could not be scrolled with the keyboard.
  const hasLink = rows.some(({ href }) => href !== null)
  return (
    <section aria-label={title} tabIndex={hasLink ? undefined : 0} className="overflow-x-auto rounded-sm focus-visible:-outline-offset-2">
      <FigureTable title={title} unit={unit} columns={COLUMNS}>
        {rows.map((row) => (
          <Row key={`${row.team?.id ?? ''} ${row.value}`} row={row} share={row.figures.requested / most} />
        ))}
      </FigureTable>
    </section>
  )
}

function Row({ row: { label, href, figures, team }, share }: { row: UsageBreakdownProps['rows'][number]; share: number }) {
  const { requested, images, approved, queue, render } = figures
  const rate = successRate(figures)
  const cells = [
    numberWords(requested),
    numberWords(images),
    rate === null ? '–' : shareWords(rate),
    queue ? durationWords(queue.medianMs) : '–',
    render ? durationWords(render.medianMs) : '–',
    numberWords(approved),
    costWords(figures),
    costPerApprovedWords(figures),
  ]
  const below: Partial<Record<number, string>> = {
    3: queue ? `95 of 100: ${durationWords(queue.p95Ms)}` : undefined,
    4: render ? `95 of 100: ${durationWords(render.p95Ms)}` : undefined,
  }
  return (
    <tr className="border-line border-b last:border-b-0 hover:bg-raised">
      <th scope="row" className="min-w-36 max-w-72 py-1.5 pr-4 text-left align-top font-normal phone:max-w-36">
        <RowName label={label} href={href} className="block truncate" />
        {team ? <span className="block truncate text-sm text-text-3">{team.name ?? 'A team that is gone'}</span> : null}
        <span aria-hidden="true" className="mt-1 block h-1 overflow-hidden rounded-full bg-raised">
          <span style={{ width: `${share * 100}%` }} className="block h-full rounded-full bg-bar-fill" />
        </span>
      </th>
      {cells.map((cell, i) => (
        <td key={COLUMNS[i]} className="whitespace-nowrap py-1.5 pl-4 text-right align-top tabular-nums">
          {cell}
          {below[i] ? <span className="block text-sm text-text-3">{below[i]}</span> : null}
        </td>
      ))}
    </tr>
  )
}
