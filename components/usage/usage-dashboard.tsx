import { engineName } from '@/lib/domain/engine-name'
import type { HistoryFilter } from '@/lib/domain/history-filter'
import { filterOfRow, historyAddress } from '@/lib/domain/usage-links'
import type { UsageDimension, UsageRow, UsageView } from '@/lib/domain/usage-view'
import { UsageBreakdown } from './usage-breakdown'
import { UsageCharts } from './usage-charts'
import { UsageFiguresList } from './usage-figures'
import { UsageFailures, UsagePrompts, UsageStorageList } from './usage-lists'

export type UsageDashboardProps = {
  view: UsageView
  engineLabels: Readonly<Record<string, string>>
  /** What every link to History asks for as well; null where History does not show these generations, as those of other teams. */
  history: Partial<HistoryFilter> | null
  /** Where a row leads that History cannot show. */
  rowHref?: (dimension: UsageDimension, row: UsageRow) => string | null
}

const TABLES = [
  { dimension: 'team', title: 'By team', unit: 'Team', none: 'A team that is gone' },
  { dimension: 'member', title: 'By member', unit: 'Member', none: 'Former members' },
  { dimension: 'engine', title: 'By engine', unit: 'Engine', none: '' },
  { dimension: 'model', title: 'By model', unit: 'Model', none: 'No model named' },
  { dimension: 'scene', title: 'By scene', unit: 'Scene', none: 'No scene' },
] as const

const SEARCHED_MAX = 200

/** Everything that a dashboard of usage shows: figures, charts, tables and lists. Reads nothing by itself. */
export function UsageDashboard({ view, engineLabels, history, rowHref }: UsageDashboardProps) {
  const { range, by, rowsInAll, prompts, storage } = view
  const hrefOf = (dimension: UsageDimension, row: UsageRow): string | null => {
    const only = filterOfRow(dimension, row.value)
    if (history === null || only === null) return rowHref?.(dimension, row) ?? null
    return historyAddress(range, { ...only, ...history })
  }
  const labelOf = (dimension: UsageDimension, none: string, { value, name }: UsageRow): string => {
    if (dimension === 'engine') return engineName(value, engineLabels)
    return name ?? (dimension === 'model' && value !== '' ? value : none)
  }
  const failures = (by.reason ?? []).map((row) => ({ ...row, href: hrefOf('reason', row) }))
  return (
    <div className="flex flex-col gap-6">
      <UsageFiguresList view={view} />
      <UsageCharts view={view} hrefOf={(bar) => (history === null ? null : historyAddress(bar, history))} />
      {TABLES.map(({ dimension, title, unit, none }) => {
        const rows = by[dimension]
        if (!rows || rows.length === 0) return null
        return (
          <UsageBreakdown
            key={dimension}
            title={title}
            unit={unit}
            all={rowsInAll[dimension] ?? rows.length}
            rows={rows.map((row) => ({ ...row, label: labelOf(dimension, none, row), href: hrefOf(dimension, row) }))}
          />
        )
      })}
      <div className="grid grid-cols-2 items-start gap-4 max-[960px]:grid-cols-1">
        <UsageFailures rows={failures} />
        {history === null ? null : (
          <UsagePrompts
            prompts={prompts}
            hrefOf={(prompt) => historyAddress(range, { q: prompt.slice(0, SEARCHED_MAX).trim(), review: 'approved', ...history })}
          />
        )}
        {storage ? <UsageStorageList storage={storage} /> : null}
      </div>
    </div>
  )
}
