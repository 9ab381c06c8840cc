import { describe, expect, test } from 'vitest'
import {
  changeWords,
  exactDollars,
  findShortfall,
  type Held,
  leftOf,
  leftWords,
  limitWords,
  raised,
  reachedPercent,
  readDollars,
  readImages,
  shortfallWords,
  warningWords,
  whomToAsk,
} from './budget'
import { dayName, fromMonth, monthName, monthOf } from './month'

const held = (limits: Partial<Held['limits']>, used: Partial<Held['used']> = {}, whose: Held['whose'] = 'team'): Held => ({
  whose,
  limits: { images: null, moneyMicroUsd: null, ...limits },
  used: { images: 0, moneyMicroUsd: 0, ...used },
})
const isRefused = (one: Held, images: number, moneyMicroUsd: number | null): boolean => findShortfall([one], { images, moneyMicroUsd }) !== null

describe('a demand', () => {
  test('fits up to the last image and the last micro-dollar, and not one beyond', () => {
    const one = held({ images: 10, moneyMicroUsd: 1_000 }, { images: 8, moneyMicroUsd: 900 })
    expect([isRefused(one, 2, 100), isRefused(one, 3, 100), isRefused(one, 2, 101)]).toEqual([false, true, true])
  })

  test('of an unknown price counts images alone, and is refused where no money may be spent', () => {
    expect(isRefused(held({ moneyMicroUsd: 5 }, { moneyMicroUsd: 5 }), 1, null)).toBe(false)
    expect(isRefused(held({ moneyMicroUsd: 0 }), 1, null)).toBe(true)
  })

  test('that costs nothing passes a budget of no money, also one that was lowered below what is used', () => {
    expect(isRefused(held({ moneyMicroUsd: 0 }), 1, 0)).toBe(false)
    expect(isRefused(held({ moneyMicroUsd: 10 }, { moneyMicroUsd: 99 }), 1, 0)).toBe(false)
  })

  test('is refused by the first of several limits that it would pass', () => {
    expect(findShortfall([held({ images: 9 }, {}, 'member'), held({ images: 1 }, { images: 1 }, 'scene')], { images: 1, moneyMicroUsd: 0 })).toMatchObject({
      whose: 'scene',
      measure: 'images',
    })
  })
})

test('a refusal says which budget, what is left and whom to ask', () => {
  const words = (one: Held, images: number, moneyMicroUsd: number | null): string => {
    const shortfall = findShortfall([one], { images, moneyMicroUsd })
    if (!shortfall) throw new Error('it fits')
    return shortfallWords(shortfall, { images, moneyMicroUsd }, '2026-11-01', whomToAsk(one.whose, false, ['Ada', 'Ben']))
  }
  expect(words(held({ images: 50 }, { images: 48 }), 4, 0)).toBe(
    "The team's budget for November has 2 of 50 images left, and this would make 4. Ask Ada or Ben for more.",
  )
  expect(words(held({ images: 1 }, { images: 1 }, 'member'), 1, 0)).toBe('Your budget for November is used up: 1 of 1 image. Ask Ada or Ben for more.')
  expect(words(held({ images: 0 }, {}, 'scene'), 1, 0)).toBe('The budget of this scene for November has no images in it. Ask Ada or Ben for more.')
  expect(words(held({ moneyMicroUsd: 10_000_000 }, { moneyMicroUsd: 9_970_000 }, 'quota'), 4, 160_000)).toBe(
    "The team's quota for November has $0.03 of $10.00 left, and this costs about $0.16. Ask whoever runs this installation for more.",
  )
  expect(words(held({ moneyMicroUsd: 0 }), 1, 40_000)).toContain('has no money in it. Choose an engine that is free.')
  expect(whomToAsk('team', true, [])).toBe('You can change that under Team, Budgets.')
})

test('half, 80 per cent and all of a budget are told of, whichever measure is there first, and nothing of one that blocks', () => {
  const at = (images: number) => reachedPercent({ images: 10, moneyMicroUsd: null }, { images, moneyMicroUsd: 0 })
  expect([0, 4, 5, 7, 8, 9, 10, 12].map(at)).toEqual([null, null, 50, 50, 80, 80, 100, 100])
  expect(reachedPercent({ images: 10, moneyMicroUsd: 100 }, { images: 1, moneyMicroUsd: 81 })).toBe(80)
  expect(reachedPercent({ images: 0, moneyMicroUsd: 0 }, { images: 0, moneyMicroUsd: 0 })).toBeNull()
  expect(warningWords('Ada', 80, { images: 10, moneyMicroUsd: 5_000_000 }, { images: 8, moneyMicroUsd: 1_200_000 }, '2026-11-01')).toBe(
    'Ada has used 80% of the budget for November: 8 of 10 images and $1.20 of $5.00',
  )
})

test('what is left is the least of all that limits, each measure by itself', () => {
  const left = leftOf([
    held({ images: 50 }, { images: 10 }),
    held({ images: 20, moneyMicroUsd: 10_000_000 }, { images: 8, moneyMicroUsd: 6_800_000 }, 'member'),
  ])
  expect(leftWords(left)).toBe('12 of 20 images and $3.20 of $10.00 left this month')
  expect(leftWords(leftOf([held({ images: 5 }, { images: 9 })]))).toBe('0 of 5 images left this month')
  expect(leftWords(leftOf([held({ images: 12_000 }, { images: 1_500 })]))).toBe('10,500 of 12,000 images left this month')
  expect(leftWords(leftOf([]))).toBeNull()
})

test('money is said exactly, and read as it is typed', () => {
  expect([0, 10_000_000, 39_000, 33_600, 1].map(exactDollars)).toEqual(['$0.00', '$10.00', '$0.039', '$0.0336', '$0.000001'])
  expect([1_234_500_000, 1e15].map(exactDollars)).toEqual(['$1,234.50', '$1,000,000,000.00'])
  expect(['', ' 12.50 ', '0', '1.1'].map((text) => readDollars.parse(text))).toEqual([null, 12_500_000, 0, 1_100_000])
  expect(['', '50', '0'].map((text) => readImages.parse(text))).toEqual([null, 50, 0])
  for (const text of ['-1', '1,5', '1e3', '1.5', 'NaN']) expect(readImages.safeParse(text).success, text).toBe(false)
  for (const text of ['-1', '1,5', '1e3', '.5', 'Infinity']) expect(readDollars.safeParse(text).success, text).toBe(false)
})

test('an exception raises what is limited and limits nothing that is not', () => {
  expect(raised({ images: 5, moneyMicroUsd: null }, { images: 2, moneyMicroUsd: 9 })).toEqual({ images: 7, moneyMicroUsd: null })
})

test('the history says what was set, and what for', () => {
  const row = { before: { of: 'team', images: null, moneyMicroUsd: null }, after: { of: 'team', images: 50, moneyMicroUsd: 10_000_000 } }
  expect(changeWords('budget.changed', row, 'the team')).toBe('set the budget of the team to 50 images and $10.00')
  expect(changeWords('budget.changed', { before: row.after, after: row.before }, 'the team')).toBe(
    'changed the budget of the team from 50 images and $10.00 to unlimited',
  )
  expect(changeWords('budget.changed', { before: null, after: 'nonsense' }, 'Ada')).toBe('changed the budget of Ada')
  expect(limitWords({ images: 0, moneyMicroUsd: 0 })).toBe('nothing at all')
})

test('months are those of UTC', () => {
  expect(monthOf(new Date('2026-11-30T23:59:59Z'))).toBe('2026-11-01')
  expect(monthOf(new Date('2026-12-01T00:00:00Z'))).toBe('2026-12-01')
  expect([fromMonth('2026-12-01', 1), fromMonth('2026-01-01', -1)]).toEqual(['2027-01-01', '2025-12-01'])
  expect([monthName('2026-02-01'), dayName('2026-12-01')]).toEqual(['February', '1 December'])
})
