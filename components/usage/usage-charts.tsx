import { dollarWords } from '@/components/generate/cost-words'
import type { UsageRange } from '@/lib/domain/usage-range'
import { costOf, successRate, type UsageBar, type UsageDurations, type UsageFigures, type UsageView } from '@/lib/domain/usage-view'
import { type Bar, BarChart } from './bar-chart'
import { barWords, costPerApprovedWords, costWords, counted, durationWords, numberWords, shareWords, tickWords } from './usage-words'

export type UsageChartsProps = {
  view: Pick<UsageView, 'range' | 'total' | 'bars'>
  /** Where the generations of a bar are shown, or null. */
  hrefOf: (bar: UsageBar) => string | null
}

const UNIT = { day: 'Day', week: 'Week', month: 'Month' } as const satisfies Record<UsageRange['unit'], string>

/** Generations, images, cost, success and times by day, or by week or month in a long range. */
export function UsageCharts({ view: { range, total, bars }, hrefOf }: UsageChartsProps) {
  const unit = UNIT[range.unit]
  const of = (values: (figures: UsageFigures) => readonly number[], words: (figures: UsageFigures) => readonly string[]): Bar[] =>
    bars.map((bar) => ({
      key: bar.from,
      label: barWords(bar, range.unit),
      tick: tickWords(bar, range.unit),
      href: hrefOf(bar),
      values: values(bar.figures),
      words: words(bar.figures),
    }))
  const per = `by ${range.unit}`
  return (
    <div className="grid grid-cols-2 gap-4 max-[960px]:grid-cols-1">
      <BarChart
        title={`Generations ${per}`}
        note={numberWords(total.requested)}
        series={[
          { name: 'Finished', tone: 'plain' },
          { name: 'Failed', tone: 'bad' },
          { name: 'Canceled or open', tone: 'soft' },
        ]}
        columns={['Generations', 'Finished', 'Failed', 'Canceled']}
        unit={unit}
        least={4}
        axis={numberWords}
        bars={of(
          ({ requested, succeeded, failed }) => [succeeded, failed, requested - succeeded - failed],
          ({ requested, succeeded, failed, canceled }) => [requested, succeeded, failed, canceled].map(numberWords),
        )}
      />
      <BarChart
        title={`Cost ${per}`}
        note={costWords(total)}
        series={[{ name: 'Cost', tone: 'plain' }]}
        columns={['Cost', 'Not priced', 'Per approved image']}
        unit={unit}
        least={1_000_000}
        axis={(value) => (value === 0 ? '$0' : dollarWords(value))}
        bars={of(
          (figures) => [costOf(figures) ?? 0],
          (figures) => [costWords(figures), counted(figures.unpricedImages, 'image'), costPerApprovedWords(figures)],
        )}
      />
      <BarChart
        title={`Images ${per}`}
        note={`${numberWords(total.images)}, ${numberWords(total.approved)} approved`}
        series={[
          { name: 'Approved', tone: 'good' },
          { name: 'Others', tone: 'plain' },
        ]}
        columns={['Images', 'Approved']}
        unit={unit}
        least={4}
        axis={numberWords}
        bars={of(
          // An image that was approved and then lost its generation's count cannot make the bar grow beyond its images.
          ({ images, approved }) => [Math.min(images, approved), Math.max(0, images - approved)],
          ({ images, approved }) => [images, approved].map(numberWords),
        )}
      />
      <BarChart
        title={`Finished of all that ended ${per}`}
        note={rateWords(total)}
        series={[{ name: 'Finished', tone: 'plain' }]}
        columns={['Finished', 'Failed']}
        unit={unit}
        least={1}
        axis={shareWords}
        bars={of(
          (figures) => [successRate(figures) ?? 0],
          (figures) => [rateWords(figures), numberWords(figures.failed)],
        )}
      />
      <Times
        title={`Wait in the queue ${per}`}
        unit={unit}
        bars={of(
          ({ queue }) => timesOf(queue),
          ({ queue }) => timeWords(queue),
        )}
        total={total.queue}
      />
      <Times
        title={`Render time ${per}`}
        unit={unit}
        bars={of(
          ({ render }) => timesOf(render),
          ({ render }) => timeWords(render),
        )}
        total={total.render}
      />
    </div>
  )
}

const rateWords = (figures: UsageFigures): string => {
  const rate = successRate(figures)
  return rate === null ? 'None ended' : shareWords(rate)
}

/** The p95 stands on top of the median. */
const timesOf = (times: UsageDurations | null): number[] => (times ? [times.medianMs, times.p95Ms - times.medianMs] : [0, 0])
const timeWords = (times: UsageDurations | null): string[] => (times ? [durationWords(times.medianMs), durationWords(times.p95Ms)] : ['–', '–'])

function Times({ title, unit, bars, total }: { title: string; unit: string; bars: readonly Bar[]; total: UsageDurations | null }) {
  return (
    <BarChart
      title={title}
      note={total ? `${durationWords(total.medianMs)}; 95 of 100 within ${durationWords(total.p95Ms)}` : undefined}
      series={[
        { name: 'Median', tone: 'plain' },
        { name: '95 of 100 within', tone: 'soft' },
      ]}
      columns={['Median', '95 of 100 within']}
      unit={unit}
      least={1000}
      axis={(ms) => (ms === 0 ? '0 s' : durationWords(ms))}
      bars={bars}
    />
  )
}
