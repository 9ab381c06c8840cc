import type { UsageRange, UsageSpan } from './usage-range'

/** Half of the durations are at most the median, 95 of 100 at most p95; both within 5 per cent. */
export type UsageDurations = { medianMs: number; p95Ms: number; count: number }

/** The sums that everything else is made of. All of the generations that were requested in a span of time. */
export type UsageCounts = {
  /** Generations. */
  requested: number
  succeeded: number
  failed: number
  canceled: number
  /** Of the requested, those in the trash or removed from it: History does not show them. */
  trashed: number
  /** Images that were made, also those that are in the trash now. */
  images: number
  /** Images of generations whose cost is unknown, and how many generations those are. */
  unpricedImages: number
  unpriced: number
  /** Images that stand approved now. */
  approved: number
  /** Of those, the ones whose cost is known. */
  approvedPriced: number
  /** Of everything whose cost is known. */
  costMicroUsd: number
}

export type UsageFigures = UsageCounts & {
  /** From the request to the beginning of the work; null where nothing has begun. */
  queue: UsageDurations | null
  /** From the beginning of the work to its end, of generations that succeeded. */
  render: UsageDurations | null
}

export const NO_USAGE: UsageFigures = {
  requested: 0,
  succeeded: 0,
  failed: 0,
  canceled: 0,
  trashed: 0,
  images: 0,
  unpricedImages: 0,
  unpriced: 0,
  approved: 0,
  approvedPriced: 0,
  costMicroUsd: 0,
  queue: null,
  render: null,
}

export const USAGE_DIMENSIONS = ['member', 'engine', 'model', 'scene', 'reason', 'team'] as const
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number]

/** One row of a breakdown. */
export type UsageRow = {
  /** What the filter of History names it by; empty for nobody, no scene, no model. */
  value: string
  /** What it is called, or null where nobody knows any more. */
  name: string | null
  figures: UsageFigures
  /** Over all teams: that of the member or scene. */
  team?: { id: string; name: string | null }
}

export type UsageBar = UsageSpan & { figures: UsageFigures }

export type UsagePrompt = { prompt: string; generations: number; images: number; approved: number }

/** All that a dashboard shows: of a team, of one person in it, or of an installation. */
export type UsageView = {
  range: UsageRange
  /** Whether some generations from before an upgrade are not in the figures yet. */
  isCounting: boolean
  total: UsageFigures
  before: UsageFigures
  bars: readonly UsageBar[]
  /** Most generations first. Of an installation by team as well; a row by member or scene is of one team there. */
  by: Partial<Record<UsageDimension, readonly UsageRow[]>>
  /** How many rows each breakdown has in all, where `by` holds only those with most generations. */
  rowsInAll: Partial<Record<UsageDimension, number>>
  prompts: readonly UsagePrompt[]
  /** What files take at this moment, by kind; null where the viewer sees only their own figures. */
  storage: readonly UsageStorage[] | null
}

export type UsageStorage = { kind: string; files: number; bytes: number }

/** Of a team: everybody's figures, or only those of the person who looks. */
export type TeamUsageView = UsageView & { scope: 'team' | 'own' }

/** Over all teams. */
export type InstanceUsageView = UsageView & {
  /** People who requested at least one generation. */
  activeMembers: number
  teams: number
}

/** Of the generations that came to an end by themselves, how many made their images: 0 to 1, or null where none has. */
export const successRate = ({ succeeded, failed }: UsageCounts): number | null => (succeeded + failed === 0 ? null : succeeded / (succeeded + failed))

/** Micro-dollars, or null where images were made and the cost of none of them is known. */
export const costOf = ({ costMicroUsd, images, unpricedImages }: UsageCounts): number | null =>
  costMicroUsd === 0 && unpricedImages > 0 && unpricedImages === images ? null : costMicroUsd

/** What everything with a known cost took, for each approved image with a known cost; null where there is none. */
export const costPerApproved = ({ costMicroUsd, approvedPriced }: UsageCounts): number | null => (approvedPriced === 0 ? null : costMicroUsd / approvedPriced)
