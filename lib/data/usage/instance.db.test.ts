import { eq, inArray } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { generations, memberships, usageGenerations } from '@/db/schema'
import type { TestTeam } from '@/e2e/fixtures/generations'
import { readUsageRange, type UsageRange } from '@/lib/domain/usage-range'
import type { UsageRow } from '@/lib/domain/usage-view'
import { anonymous, system, type UserActor } from '../actor'
import { db } from '../db'
import { refusal, useTeams } from '../generations/testing/generations'
import { randomFrom } from '../history/testing/many'
import { mostByTeam } from './by-team'
import { countUncounted } from './catch-up'
import { INSTANCE_USAGE_COLUMNS, instanceUsageCsv } from './export'
import { instanceScope, instanceUsage, teamUsage } from './queries'
import { recountUsage } from './recount'
import { type Known, makeGenerations } from './testing/many-generations'

const { team, stranger } = useTeams()
const NOW = Date.UTC(2026, 3, 19, 12)
const admin = (): UserActor => ({ ...stranger.actor, isInstanceAdmin: true })
let own: Known[] = []
let others: Known[] = []

beforeAll(async () => {
  own = await makeGenerations(team, 600, randomFrom(4), { endMs: NOW, days: 400 })
  others = await makeGenerations(stranger, 300, randomFrom(5), { endMs: NOW, days: 60 })
  const someOf = (from: number, to: number): string[] => own.slice(from, to).map(({ id }) => id)
  // Somebody who works in both teams, and somebody who is gone.
  await db()
    .update(generations)
    .set({ authorId: stranger.actor.userId })
    .where(inArray(generations.id, someOf(0, 60)))
  await db()
    .update(generations)
    .set({ authorId: null })
    .where(inArray(generations.id, someOf(60, 90)))
  await db().update(generations).set({ prompt: 'A secret of the team' }).where(eq(generations.teamId, team.teamId))
})

const ranges = (['7d', '30d', 'month', 'year'] as const).flatMap((range) => ['UTC', 'Asia/Kathmandu'].map((zone) => readUsageRange({ range }, zone, NOW)))
const idsIn = ({ fromMs, toMs }: UsageRange, all: readonly Known[]): string[] =>
  all.filter(({ createdAtMs }) => createdAtMs >= fromMs && createdAtMs < toMs).map(({ id }) => id)

test('the dashboards say that old generations are still being counted, each team of its own, until they are', async () => {
  const range = readUsageRange({ range: 'year' }, 'UTC', NOW)
  const isCounting = async (of: TestTeam) => (await teamUsage(of.actor, of.teamId, range)).isCounting
  expect([await isCounting(team), await isCounting(stranger), (await instanceUsage(admin(), range)).isCounting]).toEqual([true, true, true])
  await recountUsage(system, [stranger.teamId])
  expect([await isCounting(team), await isCounting(stranger), (await instanceUsage(admin(), range)).isCounting]).toEqual([true, false, true])
  await countUncounted(system)
  expect([await isCounting(team), await isCounting(stranger), (await instanceUsage(admin(), range)).isCounting]).toEqual([false, false, false])
})

test.each(ranges.map((range) => [`${range.name} in ${range.timeZone}`, range] as const))(
  'members and scenes of all teams have the figures that the page of their team shows: %s',
  async (_, range) => {
    const view = await instanceUsage(admin(), range)
    for (const dimension of ['member', 'scene'] as const) {
      const expected: UsageRow[] = []
      for (const of of [team, stranger]) {
        const { by } = await teamUsage(of.actor, of.teamId, range)
        expected.push(...(by[dimension] ?? []).map((row) => ({ ...row, team: { id: of.teamId, name: 'Personal team of A designer' } })))
      }
      const rows = view.by[dimension] ?? []
      const placed = (all: readonly UsageRow[]) => new Map(all.map((row) => [`${row.team?.id} ${row.value}`, row]))
      expect(rows).toHaveLength(expected.length)
      expect(view.rowsInAll[dimension]).toBe(expected.length)
      expect(placed(rows)).toEqual(placed(expected))
      const requested = rows.map(({ figures }) => figures.requested)
      expect(requested).toEqual(requested.toSorted((a, b) => b - a))
    }
    const people = new Set((view.by.member ?? []).map(({ value }) => value).filter((value) => value !== ''))
    expect(view.activeMembers).toBe(people.size)
  },
)

test('somebody in two teams has a row in each, and people who are gone one in their team', async () => {
  const { by } = await instanceUsage(admin(), readUsageRange({ range: 'year' }, 'UTC', NOW))
  const teamsOf = (value: string) => (by.member ?? []).filter((row) => row.value === value).map((row) => row.team?.id)
  expect(teamsOf(stranger.actor.userId).sort()).toEqual([team.teamId, stranger.teamId].sort())
  expect(teamsOf('')).toEqual([team.teamId])
  const first = (by.member ?? []).slice(0, 2).map(({ value, figures }) => ({ value, figures }))
  const most = await mostByTeam(instanceScope(system), 'member', readUsageRange({ range: 'year' }, 'UTC', NOW), 2)
  expect(most.rows.map(({ value, figures }) => ({ value, figures }))).toEqual(first)
  // What is left out is counted all the same: every row, and every person once.
  expect(most).toMatchObject({ all: by.member?.length, different: new Set(by.member?.flatMap(({ value }) => value || [])).size })
})

test('the file of all teams has a line for each generation, with its team and without its prompt, for instance admins alone', async () => {
  const range = readUsageRange({ range: '90d' }, 'Asia/Kathmandu', NOW)
  let text = ''
  for await (const part of instanceUsageCsv(admin(), range)) text += part
  const [header, ...lines] = text.replace('\uFEFF', '').trimEnd().split('\r\n')
  expect(header).toBe(INSTANCE_USAGE_COLUMNS.join(','))
  expect(INSTANCE_USAGE_COLUMNS).not.toContain('Prompt')
  expect(text).not.toContain('secret')
  const cells = lines.map((line) => line.split(','))
  const expected = [...idsIn(range, own).map((id) => `${team.teamId} ${id}`), ...idsIn(range, others).map((id) => `${stranger.teamId} ${id}`)]
  expect(cells.map(([, teamId, id]) => `${teamId} ${id}`).sort()).toEqual(expected.sort())
  for (const actor of [team.actor, anonymous]) expect((await refusal(Promise.resolve().then(() => instanceUsageCsv(actor, range)))).code).toBe('not_found')
})

test('a breakdown holds the hundred rows with most generations, and counts those that it leaves out', async () => {
  // Figures of one person are counted from these rows alone, so nothing else has to be made to fit.
  await db().update(memberships).set({ role: 'member' }).where(eq(memberships.teamId, team.teamId))
  await db().update(usageGenerations).set({ model: usageGenerations.generationId }).where(eq(usageGenerations.teamId, team.teamId))
  const { by, rowsInAll, total } = await teamUsage(team.actor, team.teamId, readUsageRange({ range: 'year' }, 'UTC', NOW))
  expect(total.requested).toBeGreaterThan(100)
  expect(by.model).toHaveLength(100)
  expect(rowsInAll.model).toBe(total.requested)
  expect(rowsInAll.engine).toBe(by.engine?.length)
})
