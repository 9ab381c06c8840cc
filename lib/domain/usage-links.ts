import { type HistoryFilter, NO_FILTER, NONE, writeHistoryFilter } from './history-filter'
import type { UsageSpan } from './usage-range'
import type { UsageDimension } from './usage-view'

/** What a filter of History asks so that it shows the generations of one row of a breakdown; null where History cannot show them. */
export function filterOfRow(dimension: UsageDimension, value: string): Partial<HistoryFilter> | null {
  switch (dimension) {
    case 'member':
      return { author: value || NONE }
    case 'engine':
      return { engine: value }
    case 'model':
      return { model: value || NONE }
    case 'scene':
      return { scene: value || NONE }
    case 'reason':
      return { status: 'failed', reason: value }
    case 'team':
      return null
  }
}

/**
 * The address in History of the generations that were requested in a span, less those in the trash.
 * @param only of whom and what; the person's own where they see only their own figures.
 */
export const historyAddress = ({ from, to }: Pick<UsageSpan, 'from' | 'to'>, only: Partial<HistoryFilter> = {}): string =>
  `/history?${writeHistoryFilter({ ...NO_FILTER, from, to, ...only })}`
