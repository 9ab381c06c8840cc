import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { memberships } from '@/db/schema'
import type { TestTeam } from '@/e2e/fixtures/generations'
import type { GenerationPage } from '@/lib/domain/generation-view'
import { type HistoryFilter, readHistoryFilter } from '@/lib/domain/history-filter'
import { filterOfRow, historyAddress } from '@/lib/domain/usage-links'
import { readUsageRange, type UsageRange, type UsageSpan } from '@/lib/domain/usage-range'
import { USAGE_DIMENSIONS, type UsageDimension, type UsageFigures } from '@/lib/domain/usage-view'
import { anonymous, system, type UserActor } from '../actor'
import { db } from '../db'
import { refusal, useTeams } from '../generations/testing/generations'
import { listHistory } from '../history/queries'
import { randomFrom } from '../history/testing/many'
import { countUncounted, recountStorage } from './catch-up'
import { checkUsage } from './check'
import { instanceUsage, teamUsage } from './queries'
import { type Known, makeGenerations } from './testing/many-generations'

const { team, stranger } = useTeams()
/** A Sunday in the middle of the day, some weeks after the clocks changed in Europe. */
const NOW = Date.UTC(2026, 3, 19, 12)
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Los_Angeles'] as const
let known: Known[] = []
let others: Known[] = []

beforeAll(async () => {
  known = await makeGenerations(team, 1500, randomFrom(1), { endMs: NOW, days: 500 })
  others = await makeGenerations(stranger, 200, randomFrom(2), { endMs: NOW, days: 60 })
  expect(await countUncounted(system)).toBe(1700)
  await recountStorage(system)
})

const within = (span: Pick<UsageSpan, 'fromMs' | 'toMs'>, all: readonly Known[] = known): Known[] =>
  all.filter(({ createdAtMs }) => createdAtMs >= span.fromMs && createdAtMs < span.toMs)

const sum = (all: readonly Known[], value: (one: Known) => number): number => all.reduce((total, one) => total + value(one), 0)
const count = (all: readonly Known[], test: (one: Known) => boolean): number => all.filter(test).length

/** The nearest rank of what is known exactly. */
function exactly(values: readonly (number | null)[], share: number): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
}

function expectFigures(found: UsageFigures, all: readonly Known[]): void {
  const approvedOf = (one: Known): number => (one.trashed ? 0 : one.approved)
  expect(found).toMatchObject({
    requested: all.length,
    succeeded: count(all, ({ status }) => status === 'succeeded'),
    failed: count(all, ({ status }) => status === 'failed'),
    canceled: count(all, ({ status }) => status === 'canceled'),
    trashed: count(all, ({ trashed }) => trashed),
    images: sum(all, ({ images }) => images),
    unpriced: count(all, ({ costMicroUsd }) => costMicroUsd === null),
    unpricedImages: sum(all, ({ costMicroUsd, images }) => (costMicroUsd === null ? images : 0)),
    approved: sum(all, approvedOf),
    approvedPriced: sum(all, (one) => (one.costMicroUsd === null ? 0 : approvedOf(one))),
    costMicroUsd: sum(all, ({ costMicroUsd }) => costMicroUsd ?? 0),
  })
  for (const [durations, values] of [
    [found.queue, all.map(({ queueMs }) => queueMs)],
    [found.render, all.map(({ renderMs }) => renderMs)],
  ] as const) {
    const counted = values.filter((value) => value !== null)
    expect(durations?.count ?? 0).toBe(counted.length)
    if (!durations) continue
    for (const [value, share] of [
      [durations.medianMs, 0.5],
      [durations.p95Ms, 0.95],
    ] as const) {
      const exact = exactly(counted, share)
      // Below ten milliseconds a bin is narrower than what is measured.
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(Math.max(1, exact * 0.05))
    }
  }
}

async function idsIn(filter: HistoryFilter, timeZone: string): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const page: GenerationPage = await listHistory(team.actor, { teamId: team.teamId, filter, timeZone, cursor })
    found.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return found.sort()
}

/** What a generation counts under, as the rows of a breakdown name it. */
const VALUE_OF: Partial<Record<UsageDimension, (one: Known) => string | null>> = {
  member: ({ member }) => member,
  engine: ({ engine }) => engine,
  model: ({ model }) => model ?? '',
  scene: ({ scene }) => scene,
  reason: ({ reason }) => reason,
}

const ranges: UsageRange[] = ZONES.flatMap((zone) => [
  ...(['7d', '30d', '90d', 'month', 'last-month', 'year'] as const).map((range) => readUsageRange({ range }, zone, NOW)),
  readUsageRange({ from: '2026-03-29', to: '2026-03-29' }, zone, NOW),
  readUsageRange({ from: '2025-11-30', to: '2026-04-19' }, zone, NOW),
])

describe('usage of a team', () => {
  test.each(ranges.map((range) => [`${range.name} ${range.from} to ${range.to} in ${range.timeZone}`, range] as const))(
    'is what the rows say: %s',
    async (_, range) => {
      const view = await teamUsage(team.actor, team.teamId, range)
      expect(view.scope).toBe('team')
      expectFigures(view.total, within(range))
      expectFigures(view.before, within(range.before))
      for (const bar of view.bars) expectFigures(bar.figures, within(bar))
      for (const [dimension, nameOf] of Object.entries({
        member: (one: Known) => one.member,
        engine: (one: Known) => one.engine,
        model: (one: Known) => one.model ?? '',
        scene: (one: Known) => one.scene,
        reason: (one: Known) => one.reason ?? '-',
      }) as ['member', (one: Known) => string][]) {
        const rows = view.by[dimension] ?? []
        const values = new Set(within(range).map(nameOf))
        values.delete('-')
        expect(new Set(rows.map(({ value }) => value))).toEqual(values)
        for (const row of rows)
          expectFigures(
            row.figures,
            within(range).filter((one) => nameOf(one) === row.value),
          )
      }
    },
  )

  test('leads from every bar and every row to its very generations in History, less those in the trash', async () => {
    for (const zone of ['UTC', 'Asia/Kathmandu']) {
      const view = await teamUsage(team.actor, team.teamId, readUsageRange({ range: '30d' }, zone, NOW))
      const links = [
        ...view.bars.map((bar) => ({ figures: bar.figures, behind: within(bar), address: historyAddress(bar) })),
        ...USAGE_DIMENSIONS.flatMap((dimension) =>
          (view.by[dimension] ?? []).map(({ value, figures }) => ({
            figures,
            behind: within(view.range).filter((one) => VALUE_OF[dimension]?.(one) === value),
            address: historyAddress(view.range, filterOfRow(dimension, value) ?? {}),
          })),
        ),
      ]
      expect(links.length).toBeGreaterThan(40)
      for (const { figures, behind, address } of links) {
        const filter = readHistoryFilter(new URL(address, 'http://127.0.0.1').searchParams)
        const shown = await idsIn(filter, zone)
        const expected = behind.filter(({ trashed }) => !trashed).map(({ id }) => id)
        expect(shown, address).toEqual(expected.sort())
        expect(shown, address).toHaveLength(figures.requested - figures.trashed)
      }
    }
  })

  test('shows a member and a viewer their own figures alone', async () => {
    const range = readUsageRange({ range: '90d' }, 'Europe/Berlin', NOW)
    const userId = known.find(({ member }) => member !== team.actor.userId)?.member ?? ''
    const member: UserActor = { kind: 'user', userId, sessionId: 'ses', isInstanceAdmin: false }
    const view = await teamUsage(member, team.teamId, range)
    const own = within(range).filter((one) => one.member === userId)
    expect(view).toMatchObject({ scope: 'own', storage: null })
    expect(view.by.member).toBeUndefined()
    expectFigures(view.total, own)
    for (const bar of view.bars) expectFigures(bar.figures, within(bar, own))
    for (const row of view.by.engine ?? [])
      expectFigures(
        row.figures,
        own.filter(({ engine }) => engine === row.value),
      )
  })

  test('does not exist for people of other teams and for visitors', async () => {
    const range = readUsageRange({}, 'UTC', NOW)
    for (const actor of [stranger.actor, anonymous]) expect((await refusal(teamUsage(actor, team.teamId, range))).code).toBe('not_found')
  })

  test('names people, scenes and the storage of files', async () => {
    const view = await teamUsage(team.actor, team.teamId, readUsageRange({}, 'UTC', NOW))
    expect(view.by.member?.map(({ name }) => name)).toContain('A designer')
    expect(view.by.scene?.map(({ name }) => name)).toContain('Plinth')
    expect(view.storage).toEqual([expect.objectContaining({ kind: 'output', files: 1 })])
    expect(view.prompts[0]).toMatchObject({ prompt: 'Golden hour' })
  })
})

describe('usage of the installation', () => {
  const admin = (of: TestTeam): UserActor => ({ ...of.actor, isInstanceAdmin: true })

  test.each(ranges.slice(8, 16).map((range) => [range.name, range] as const))('sums up all teams: %s', async (_, range) => {
    const view = await instanceUsage(admin(stranger), range)
    const all = [...known, ...others]
    expectFigures(view.total, within(range, all))
    for (const bar of view.bars) expectFigures(bar.figures, within(bar, all))
    for (const row of view.by.team ?? []) expectFigures(row.figures, within(range, row.value === team.teamId ? known : others))
    expect(view.activeMembers).toBe(new Set(within(range, all).map(({ member }) => member)).size)
  })

  test('does not exist for anybody but an instance admin', async () => {
    for (const actor of [team.actor, anonymous]) expect((await refusal(instanceUsage(actor, readUsageRange({}, 'UTC', NOW)))).code).toBe('not_found')
  })
})

describe('counting what was never counted', () => {
  test('comes to what the rows say, and finds nothing the second time', async () => {
    expect(await checkUsage(system)).toEqual([])
    expect(await countUncounted(system)).toBe(0)
  })

  test('leaves somebody who left the team in the figures', async () => {
    const userId = known.find(({ member }) => member !== team.actor.userId)?.member ?? ''
    await db().delete(memberships).where(eq(memberships.userId, userId))
    const range = readUsageRange({ range: '90d' }, 'UTC', NOW)
    expect((await teamUsage(team.actor, team.teamId, range)).by.member?.map(({ value }) => value)).toContain(userId)
    expect((await refusal(teamUsage({ kind: 'user', userId, sessionId: 'ses', isInstanceAdmin: false }, team.teamId, range))).code).toBe('not_found')
  })
})
