import { cx } from '@/components/ui/cx'
import { type BudgetUse, exactDollars, imagesOf, imagesWord, type Limits, usedOf } from '@/lib/domain/budget'

/** What is used of a budget in this month, as words and as bars: one for each measure that is limited. */
export function BudgetMeters({ limits, use }: { limits: Limits; use: BudgetUse }) {
  const used = usedOf(use)
  const underWay = use.reserved.images > 0 ? `, ${use.reserved.images.toLocaleString('en')} of them under way` : ''
  return (
    <div className="flex w-full flex-col gap-2">
      {limits.images === null ? (
        <p className="text-md text-text-2">
          {imagesWord(used.images)} this month, no limit{underWay}
        </p>
      ) : (
        <Meter words={`${imagesOf(used.images, limits.images)}${underWay}`} spent={use.spent.images} reserved={use.reserved.images} limit={limits.images} />
      )}
      {limits.moneyMicroUsd === null ? (
        <p className="text-md text-text-2">{exactDollars(used.moneyMicroUsd)} spent, no limit</p>
      ) : (
        <Meter
          words={`${exactDollars(used.moneyMicroUsd)} of ${exactDollars(limits.moneyMicroUsd)}${use.reserved.moneyMicroUsd > 0 ? `, ${exactDollars(use.reserved.moneyMicroUsd)} of it held back` : ''}`}
          spent={use.spent.moneyMicroUsd}
          reserved={use.reserved.moneyMicroUsd}
          limit={limits.moneyMicroUsd}
        />
      )}
    </div>
  )
}

type MeterProps = { words: string; spent: number; reserved: number; limit: number }

/** Spent in full colour, and behind it, lighter, what is held back for work that has not ended. */
function Meter({ words, spent, reserved, limit }: MeterProps) {
  const share = (amount: number): number => (limit === 0 ? 100 : Math.min(100, (amount / limit) * 100))
  const isFull = spent + reserved >= limit
  return (
    <div>
      <p className={cx('mb-1 text-md tabular-nums', isFull ? 'text-bad' : 'text-text-2')}>{limit === 0 ? `Blocked: ${words}` : words}</p>
      {/* The words above say the same to who does not see it. */}
      <div aria-hidden="true" className="relative h-1.5 overflow-hidden rounded-full bg-active">
        <div
          className={cx('absolute inset-y-0 left-0 rounded-full opacity-45', isFull ? 'bg-bad' : 'bg-text')}
          style={{ width: `${share(spent + reserved)}%` }}
        />
        <div className={cx('absolute inset-y-0 left-0 rounded-full', isFull ? 'bg-bad' : 'bg-text')} style={{ width: `${share(spent)}%` }} />
      </div>
    </div>
  )
}
