import { dollarWords } from '@/components/generate/cost-words'
import { storageWords } from '@/lib/domain/instance/quotas'
import { costOf, costPerApproved, successRate, type UsageFigures, type UsageView } from '@/lib/domain/usage-view'
import { costPerApprovedWords, costWords, counted, durationWords, numberWords, shareWords, spanWords } from './usage-words'

type Figure = { name: string; value: string; notes: readonly (string | null)[] }

/** The figures of a range, each with the difference to the period before. */
export function UsageFiguresList({ view: { range, total, before, storage } }: { view: Pick<UsageView, 'range' | 'total' | 'before' | 'storage'> }) {
  const hadBefore = before.requested > 0
  const than = <T,>(of: (figures: UsageFigures) => T | null, words: (now: T, then: T) => string): string | null => {
    const [now, then] = [of(total), of(before)]
    return hadBefore && now !== null && then !== null ? words(now, then) : null
  }
  const figures: Figure[] = [
    {
      name: 'Generations',
      value: numberWords(total.requested),
      notes: [than(({ requested }) => requested, moreOrFewer), total.trashed > 0 ? `${numberWords(total.trashed)} of them in the trash` : null],
    },
    { name: 'Images', value: numberWords(total.images), notes: [than(({ images }) => images, moreOrFewer), `${numberWords(total.approved)} approved`] },
    {
      name: 'Finished',
      value: shareOr(successRate(total)),
      notes: [than(successRate, points), `${numberWords(total.failed)} failed, ${numberWords(total.canceled)} canceled`],
    },
    time(
      'Wait in the queue',
      total.queue,
      than(({ queue }) => queue?.medianMs ?? null, longerOrShorter),
    ),
    time(
      'Render time',
      total.render,
      than(({ render }) => render?.medianMs ?? null, longerOrShorter),
    ),
    {
      name: 'Cost',
      value: costWords(total),
      notes: [than(costOf, dollars), total.unpricedImages > 0 ? `${counted(total.unpricedImages, 'image')} not priced` : null],
    },
    {
      name: 'Cost per approved image',
      value: costPerApprovedWords(total),
      notes: [than(costPerApproved, dollars), total.approvedPriced === 0 ? 'No priced image is approved' : null],
    },
    ...(storage
      ? [
          {
            name: 'Storage now',
            value: storageWords(storage.reduce((sum, { bytes }) => sum + bytes, 0)),
            notes: [
              counted(
                storage.reduce((sum, { files }) => sum + files, 0),
                'file',
              ),
            ],
          },
        ]
      : []),
  ]
  return (
    <section aria-label="Figures" className="flex flex-col gap-3">
      <dl className="grid grid-cols-4 gap-px overflow-hidden rounded-md border border-line bg-line max-[960px]:grid-cols-2">
        {figures.map(({ name, value, notes }) => (
          // Of an odd number the last one takes two places, so that the box is full in four columns and in two.
          <div key={name} className="flex min-w-0 flex-col gap-0.5 bg-panel p-4 last:odd:col-span-2 phone:p-3">
            <dt className="text-md text-text-2">{name}</dt>
            <dd className="font-semibold text-2xl tabular-nums">{value}</dd>
            {notes
              .filter((note) => note !== null)
              .map((note) => (
                <dd key={note} className="text-sm text-text-3 tabular-nums">
                  {note}
                </dd>
              ))}
          </div>
        ))}
      </dl>
      <p className="text-sm text-text-3">
        {hadBefore
          ? `Compared with ${spanWords(range.before)}. `
          : `Nothing was generated ${range.before.from === range.before.to ? 'on' : 'from'} ${spanWords(range.before)}, so there is nothing to compare with. `}
        Days begin in the time zone {range.timeZone.replaceAll('_', ' ')}. A generation counts when it was requested. Times are within 5% of the exact ones.
      </p>
    </section>
  )
}

const shareOr = (share: number | null): string => (share === null ? 'None ended' : shareWords(share))

function time(name: string, times: UsageFigures['queue'], note: string | null): Figure {
  if (!times) return { name, value: '–', notes: ['Nothing to measure yet'] }
  return { name, value: durationWords(times.medianMs), notes: [note, `95 of 100 within ${durationWords(times.p95Ms)}`] }
}

const moreOrFewer = (now: number, then: number): string =>
  now === then ? 'As many as before' : `${numberWords(Math.abs(now - then))} ${now > then ? 'more' : 'fewer'} than before`
const longerOrShorter = (now: number, then: number): string =>
  now === then ? 'As long as before' : `${durationWords(Math.abs(now - then))} ${now > then ? 'longer' : 'shorter'} than before`
const dollars = (now: number, then: number): string =>
  now === then ? 'As much as before' : `${dollarWords(Math.abs(now - then))} ${now > then ? 'more' : 'less'} than before`
const points = (now: number, then: number): string => {
  const by = Math.abs(now - then) * 100
  return by < 0.05 ? 'As before' : `${by.toFixed(1)} points ${now > then ? 'more' : 'less'} than before`
}
