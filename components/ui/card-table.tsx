import type { ReactNode } from 'react'
import { cx } from './cx'

export type CardTableProps = {
  /** Headings, of figures with `end`. One for buttons follows, for screen readers alone. */
  columns: readonly (string | { name: string; end: true })[]
  /** Rows, each a {@link CardRow}. */
  children: ReactNode
}

/** A table in a frame, whose rows are cards on phones: there each cell says by itself what it is. */
export function CardTable({ columns, children }: CardTableProps) {
  return (
    <div className="overflow-hidden rounded-md border border-line bg-panel">
      <table className="w-full text-left text-md phone:block">
        <thead className="text-sm text-text-3 phone:sr-only">
          <tr className="border-line border-b [&>th]:px-4 [&>th]:py-2 [&>th]:font-medium">
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th key={column} scope="col">
                  {column}
                </th>
              ) : (
                <th key={column.name} scope="col" className="text-right">
                  {column.name}
                </th>
              ),
            )}
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="phone:block">{children}</tbody>
      </table>
    </div>
  )
}

/** A row of a {@link CardTable}: on phones a grid of two columns, in which the cells take their places. */
export function CardRow({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <tr
      className={cx(
        'border-line border-t first:border-t-0 phone:grid phone:grid-cols-[1fr_auto] phone:gap-x-3 phone:px-4 phone:py-3 [&>td]:px-4 [&>td]:py-2.5 phone:[&>td]:p-0',
        className,
      )}
    >
      {children}
    </tr>
  )
}
