import type { Route } from 'next'
import Form from 'next/form'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Input } from '@/components/ui/field'
import { USAGE_RANGES, type UsageRange, type UsageRangeName, writeUsageRange } from '@/lib/domain/usage-range'

const WORDS: Record<UsageRangeName, string> = {
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  month: 'This month',
  'last-month': 'Last month',
  year: '12 months',
}

/** Which days a dashboard shows. Links and a form, so that it needs no script and every choice has an address. The page stays where it is scrolled to. */
export function RangePicker({ range, path }: { range: UsageRange; path: Route }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <nav aria-label="Range" className="flex flex-wrap gap-0.5 rounded-md border border-line bg-raised p-0.5 phone:grid phone:w-full phone:grid-cols-3">
        {USAGE_RANGES.map((name) => (
          <Link
            key={name}
            href={`${path}?${writeUsageRange({ ...range, name })}` as Route}
            prefetch={false}
            scroll={false}
            aria-current={name === range.name ? 'page' : undefined}
            className={cx(
              'flex h-[26px] items-center justify-center whitespace-nowrap rounded-sm border px-2 font-medium text-sm transition-colors phone:h-10',
              name === range.name ? 'border-line-2 bg-seg-on text-text' : 'border-transparent text-text-2 hover:text-text',
            )}
          >
            {WORDS[name]}
          </Link>
        ))}
      </nav>
      <Form action={path} prefetch={false} scroll={false} className="flex items-center gap-2 phone:grid phone:w-full phone:grid-cols-2">
        <Input key={`from ${range.from}`} type="date" name="from" aria-label="From" defaultValue={range.from} required className="w-36 min-w-0 phone:w-full" />
        <Input key={`to ${range.to}`} type="date" name="to" aria-label="To" defaultValue={range.to} required className="w-36 min-w-0 phone:w-full" />
        <Button type="submit" className="phone:col-span-2">
          Show
        </Button>
      </Form>
    </div>
  )
}
