import { z } from 'zod'
import { dayName, fromMonth, type Month, monthName } from './month'
import { isStorableText, NOT_STORABLE } from './text'

/** What a budget can be for. `members` is what each member may use who has no budget of their own. */
export const BUDGET_KINDS = ['team', 'members', 'member', 'scene'] as const
export type BudgetKind = (typeof BUDGET_KINDS)[number]
/** What is counted: every generation belongs to a team, a member and perhaps a scene. */
export const COUNTED_KINDS = ['team', 'member', 'scene'] as const
export type CountedKind = (typeof COUNTED_KINDS)[number]

/** How much of a budget may be used before somebody is told, in per cent. */
export const WARNED_PERCENTS = [50, 80, 100] as const

export const BUDGET_IMAGES_MAX = 10_000_000
/** A billion dollars. */
export const BUDGET_MONEY_MICRO_USD_MAX = 1e15
export const EXCEPTION_REASON_LENGTH_MAX = 280

export const budgetKindSchema = z.enum(BUDGET_KINDS)
export const countedKindSchema = z.enum(COUNTED_KINDS)
const imagesSchema = z.number().int().min(0).max(BUDGET_IMAGES_MAX)
const moneySchema = z.number().int().min(0).max(BUDGET_MONEY_MICRO_USD_MAX)

/** Null is unlimited, 0 is blocked. */
export const limitsSchema = z.strictObject({ images: imagesSchema.nullable(), moneyMicroUsd: moneySchema.nullable() })
export type Limits = z.infer<typeof limitsSchema>
export const UNLIMITED: Limits = { images: null, moneyMicroUsd: null }

export const exceptionSchema = z
  .strictObject({
    images: imagesSchema,
    moneyMicroUsd: moneySchema,
    reason: z
      .string()
      .trim()
      .min(1, 'Say why, so that others understand it later.')
      .max(EXCEPTION_REASON_LENGTH_MAX, `A reason has at most ${EXCEPTION_REASON_LENGTH_MAX} characters.`)
      .refine(isStorableText, NOT_STORABLE),
  })
  .refine(({ images, moneyMicroUsd }) => images + moneyMicroUsd > 0, { path: ['images'], error: 'Grant some images or some money.' })

/** A number of images as it is typed; empty is null. */
export const readImages = z
  .string()
  .trim()
  .regex(/^\d{0,8}$/, 'Write a whole number, or nothing for no limit.')
  .transform((text) => (text === '' ? null : Number(text)))
  .refine((images) => images === null || images <= BUDGET_IMAGES_MAX, 'That is more than can be kept. Write nothing for no limit.')

/** Dollars as they are typed, in micro-dollars; empty is null. */
export const readDollars = z
  .string()
  .trim()
  .regex(/^(\d{1,9}(\.\d{1,6})?)?$/, 'Write an amount such as 25 or 12.50, or nothing for no limit.')
  .transform((text) => (text === '' ? null : Math.round(Number(text) * 1e6)))

export type Amounts = { images: number; moneyMicroUsd: number }
export const NOTHING_USED: Amounts = { images: 0, moneyMicroUsd: 0 }

/** Reserved is held back for work that has not ended; spent is what ended work has used. */
export type BudgetUse = { reserved: Amounts; spent: Amounts }

export const usedOf = ({ reserved, spent }: BudgetUse): Amounts => ({
  images: reserved.images + spent.images,
  moneyMicroUsd: reserved.moneyMicroUsd + spent.moneyMicroUsd,
})

/** A limit with what was granted for this month on top; unlimited stays unlimited. */
export const raised = (limits: Limits, extra: Amounts): Limits => ({
  images: limits.images === null ? null : limits.images + extra.images,
  moneyMicroUsd: limits.moneyMicroUsd === null ? null : limits.moneyMicroUsd + extra.moneyMicroUsd,
})

export const isLimited = ({ images, moneyMicroUsd }: Limits): boolean => images !== null || moneyMicroUsd !== null

/** What somebody wants to make. */
export type Demand = {
  images: number
  /** About what it costs; 0 where it costs nothing, null where nobody wrote down a price. */
  moneyMicroUsd: number | null
}

/** One of the limits that a generation must keep to. `quota` is what the installation allows the team. */
export type Held = { whose: CountedKind | 'quota'; limits: Limits; used: Amounts }

export type Shortfall = Held & { measure: 'images' | 'money' }

/**
 * The first limit that a demand would pass, or null when it fits them all. An unknown price counts as images alone, but is
 * refused where nothing may be spent at all.
 */
export function findShortfall(held: readonly Held[], demand: Demand): Shortfall | null {
  for (const one of held) {
    const { limits, used } = one
    if (limits.images !== null && used.images + demand.images > limits.images) return { ...one, measure: 'images' }
    if (limits.moneyMicroUsd === null) continue
    const isOver = demand.moneyMicroUsd === null ? limits.moneyMicroUsd === 0 : used.moneyMicroUsd + demand.moneyMicroUsd > limits.moneyMicroUsd
    // What costs nothing goes on where more is used than allowed, since a budget can be lowered at any time.
    if (isOver && demand.moneyMicroUsd !== 0) return { ...one, measure: 'money' }
  }
  return null
}

const numberWords = (n: number): string => n.toLocaleString('en')

/** Exactly, with as many decimals as it takes: "$10.00", "$0.039", "$1,200.00". */
export function exactDollars(microUsd: number): string {
  const [whole = '0', decimals = ''] = (microUsd / 1e6).toFixed(6).split('.')
  return `$${numberWords(Number(whole))}.${decimals.slice(0, 2)}${decimals.slice(2).replace(/0+$/, '')}`
}

/** "1 image", "1,200 images". */
export const imagesWord = (images: number): string => (images === 1 ? '1 image' : `${numberWords(images)} images`)

/** "8 of 10 images". */
export const imagesOf = (images: number, limit: number): string => `${numberWords(images)} of ${imagesWord(limit)}`

const WHOSE: Record<Held['whose'], string> = {
  team: "The team's budget",
  member: 'Your budget',
  scene: 'The budget of this scene',
  quota: "The team's quota",
}

/** Why a demand is refused and what to do, for whoever asked. @param ask who can change it, as {@link whomToAsk} says. */
export function shortfallWords({ whose, measure, limits, used }: Shortfall, demand: Demand, month: Month, ask: string): string {
  const name = `${WHOSE[whose]} for ${monthName(month)}`
  if (measure === 'images') {
    const limit = limits.images ?? 0
    const left = Math.max(0, limit - used.images)
    if (limit === 0) return `${name} has no images in it. ${ask}`
    if (left === 0) return `${name} is used up: ${imagesOf(used.images, limit)}. ${ask}`
    return `${name} has ${imagesOf(left, limit)} left, and this would make ${numberWords(demand.images)}. ${ask}`
  }
  const limit = limits.moneyMicroUsd ?? 0
  const left = Math.max(0, limit - used.moneyMicroUsd)
  if (demand.moneyMicroUsd === null) return `${name} has no money in it, and nobody knows what this engine charges. Choose an engine that is free. ${ask}`
  if (limit === 0) return `${name} has no money in it. Choose an engine that is free. ${ask}`
  if (left === 0) return `${name} is used up: ${exactDollars(used.moneyMicroUsd)} of ${exactDollars(limit)}. ${ask}`
  return `${name} has ${exactDollars(left)} of ${exactDollars(limit)} left, and this costs about ${exactDollars(demand.moneyMicroUsd)}. ${ask}`
}

/** @param names of owners and admins, without whoever asks; @param mayChange whether whoever asks can change it. */
export function whomToAsk(whose: Held['whose'], mayChange: boolean, names: readonly string[]): string {
  if (whose === 'quota') return 'Ask whoever runs this installation for more.'
  if (mayChange) return 'You can change that under Team, Budgets.'
  return `Ask ${names.length > 0 ? names.join(' or ') : 'an admin of the team'} for more.`
}

/** The highest share that was reached of a limit, of those that are told about; null below the first. Blocked is not told about. */
export function reachedPercent(limits: Limits, used: Amounts): (typeof WARNED_PERCENTS)[number] | null {
  const share = Math.max(shareOf(limits.images, used.images), shareOf(limits.moneyMicroUsd, used.moneyMicroUsd))
  return WARNED_PERCENTS.findLast((percent) => share * 100 >= percent) ?? null
}

const shareOf = (limit: number | null, used: number): number => (limit === null || limit === 0 ? 0 : used / limit)

/** "8 of 10 images", "8 of 10 images and $1.20 of $5.00". */
export function useWords(limits: Limits, used: Amounts): string {
  const parts = [
    limits.images === null ? null : imagesOf(used.images, limits.images),
    limits.moneyMicroUsd === null ? null : `${exactDollars(used.moneyMicroUsd)} of ${exactDollars(limits.moneyMicroUsd)}`,
  ]
  return parts.filter((part) => part !== null).join(' and ')
}

/** The line of the inbox that tells of it. @param whose as a sentence begins: "The team", "Ada", "You", "The scene Vase". */
export function warningWords(whose: string, percent: number, limits: Limits, used: Amounts, month: Month): string {
  const verb = whose === 'You' ? 'have' : 'has'
  const share = percent === 100 ? 'used all' : `used ${percent}%`
  return `${whose} ${verb} ${share} of the budget for ${monthName(month)}: ${useWords(limits, used)}`
}

/** What is left of the tightest limits that concern a person in a scene, for the line beside Generate. */
export type BudgetLeft = {
  images: { left: number; limit: number } | null
  money: { leftMicroUsd: number; limitMicroUsd: number } | null
}

/** The least that is left of each measure; null where nothing limits it. */
export function leftOf(held: readonly Held[]): BudgetLeft {
  const result: BudgetLeft = { images: null, money: null }
  for (const { limits, used } of held) {
    const images = limits.images === null ? null : { left: Math.max(0, limits.images - used.images), limit: limits.images }
    if (images && (result.images === null || images.left < result.images.left)) result.images = images
    const { moneyMicroUsd: limit } = limits
    const money = limit === null ? null : { leftMicroUsd: Math.max(0, limit - used.moneyMicroUsd), limitMicroUsd: limit }
    if (money && (result.money === null || money.leftMicroUsd < result.money.leftMicroUsd)) result.money = money
  }
  return result
}

/** "12 of 50 images left this month", "12 of 50 images and $3.20 of $10.00 left this month", or null without a budget. */
export function leftWords({ images, money }: BudgetLeft): string | null {
  const parts = [
    images ? imagesOf(images.left, images.limit) : null,
    money ? `${exactDollars(money.leftMicroUsd)} of ${exactDollars(money.limitMicroUsd)}` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : `${parts.join(' and ')} left this month`
}

/** When the counters begin anew: "1 December". */
export const nextMonthWords = (month: Month): string => dayName(fromMonth(month, 1))

/** "50 images and $10.00", "unlimited", "nothing at all". */
export function limitWords({ images, moneyMicroUsd }: Limits): string {
  if (images === 0 && moneyMicroUsd === 0) return 'nothing at all'
  const parts = [images === null ? null : imagesWord(images), moneyMicroUsd === null ? null : exactDollars(moneyMicroUsd)].filter((part) => part !== null)
  return parts.length === 0 ? 'unlimited' : parts.join(' and ')
}

const changedSchema = z.object({ of: budgetKindSchema, images: z.number().nullable(), moneyMicroUsd: z.number().nullable() })
const grantedSchema = z.object({ of: countedKindSchema, month: z.string(), images: z.number(), moneyMicroUsd: z.number(), reason: z.string() })

/**
 * A line of the history of budgets, from a row of the audit log, after the name of whoever did it.
 * @param target what the budget is of: "the team", "every member", "Ada", "Vase study".
 */
export function changeWords(action: 'budget.changed' | 'budget.exception_granted', row: { before: unknown; after: unknown }, target: string): string {
  if (action === 'budget.exception_granted') {
    const granted = grantedSchema.safeParse(row.after).data
    if (!granted) return `granted ${target} more`
    const amount = [granted.images > 0 ? imagesWord(granted.images) : null, granted.moneyMicroUsd > 0 ? exactDollars(granted.moneyMicroUsd) : null]
    return `granted ${target} ${amount.filter((part) => part !== null).join(' and ')} more for ${monthName(granted.month)}: ${granted.reason}`
  }
  const [before, after] = [changedSchema.safeParse(row.before).data, changedSchema.safeParse(row.after).data]
  if (!before || !after) return `changed the budget of ${target}`
  return isLimited(before)
    ? `changed the budget of ${target} from ${limitWords(before)} to ${limitWords(after)}`
    : `set the budget of ${target} to ${limitWords(after)}`
}
