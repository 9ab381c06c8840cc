import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

export type FigureTableProps = {
  /** What the table is about, for screen readers. */
  title: string
  /** What a row is. */
  unit: string
  /** What each figure of a row is. */
  columns: readonly string[]
  /** Rows, each beginning with a heading. */
  children: ReactNode
}

/** Figures in columns under their names, each row under a name of its own. */
export function FigureTable({ title, unit, columns, children }: FigureTableProps) {
  return (
    <table className="w-full text-md">
      <caption className="sr-only">{title}</caption>
      <thead className="text-sm text-text-3">
        <tr className="border-line border-b">
          <th scope="col" className="py-1.5 pr-4 text-left font-medium">
            {unit}
          </th>
          {columns.map((name) => (
            <th key={name} scope="col" className="whitespace-nowrap py-1.5 pl-4 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

/** The name of a row, as a link where its generations are shown somewhere. */
export function RowName({ label, href, className }: { label: string; href: string | null; className?: string }) {
  if (href === null) return <span className={className}>{label}</span>
  return (
    <Link href={href as Route} prefetch={false} className={cx('rounded-sm underline decoration-line-2 underline-offset-3 hover:decoration-text', className)}>
      {label}
    </Link>
  )
}
