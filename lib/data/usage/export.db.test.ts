import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { generations, memberships, users } from '@/db/schema'
import { createTestTeam } from '@/e2e/fixtures/generations'
import { newId } from '@/lib/domain/ids'
import { readUsageRange } from '@/lib/domain/usage-range'
import { type Actor, anonymous, system, type UserActor } from '../actor'
import { db } from '../db'
import { refusal, useTeams } from '../generations/testing/generations'
import { randomFrom } from '../history/testing/many'
import { countUncounted } from './catch-up'
import { USAGE_COLUMNS, usageCsv } from './export'
import { type Known, makeGenerations } from './testing/many-generations'

const { team, stranger } = useTeams()
const NOW = Date.UTC(2026, 3, 19, 12)
const range = readUsageRange({ range: '90d' }, 'Asia/Kathmandu', NOW)
let known: Known[] = []

beforeAll(async () => {
  known = await makeGenerations(team, 2500, randomFrom(3), { endMs: NOW, days: 90 })
  await db().update(generations).set({ prompt: '=HYPERLINK("http://127.0.0.1","a, b")' }).where(eq(generations.teamId, team.teamId))
  await db().update(users).set({ name: '@SUM(A1)' }).where(eq(users.id, team.actor.userId))
  await countUncounted(system)
})

async function linesFor(actor: Actor): Promise<string[]> {
  const parts: string[] = []
  for await (const part of await usageCsv(actor, team.teamId, range)) parts.push(part)
  expect(parts.length).toBeGreaterThan(1)
  return parts.join('').replace('\uFEFF', '').trimEnd().split('\r\n')
}

test('has a header and one line for each generation of the range, over any number of batches, and no formula', async () => {
  const [header, ...lines] = await linesFor(team.actor)
  expect(header).toBe(USAGE_COLUMNS.join(','))
  const expected = known.filter(({ createdAtMs }) => createdAtMs >= range.fromMs && createdAtMs < range.toMs).sort((a, b) => a.createdAtMs - b.createdAtMs)
  expect(lines.map((line) => line.split(',')[0]).sort()).toEqual(expected.map(({ id }) => id).sort())
  const times = lines.map((line) => line.split(',')[1] ?? '')
  expect(times).toEqual([...times].sort())
  for (const line of lines) {
    expect(line).toContain(`"'=HYPERLINK(""http://127.0.0.1"",""a, b"")"`)
    expect(line).not.toMatch(/(^|,)"?[=+\-@\t\r]/)
  }
  const unpriced = known.find(({ costMicroUsd }) => costMicroUsd === null)
  expect(lines.find((line) => line.startsWith(unpriced?.id ?? '-'))).toMatch(/,succeeded,,\d,\d,,no,/)
})

test('holds a member only their own, and does not exist for people outside the team', async () => {
  const userId = known.find(({ member }) => member !== team.actor.userId)?.member ?? ''
  const member: UserActor = { kind: 'user', userId, sessionId: newId('ses'), isInstanceAdmin: false }
  const own = known.filter((one) => one.member === userId && one.createdAtMs >= range.fromMs && one.createdAtMs < range.toMs)
  expect(await linesFor(member)).toHaveLength(1 + own.length)
  for (const actor of [stranger.actor, anonymous]) expect((await refusal(usageCsv(actor, team.teamId, range))).code).toBe('not_found')
  const viewer = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: viewer.actor.userId, role: 'viewer' })
  const empty = await usageCsv(viewer.actor, team.teamId, range)
  expect((await empty.next()).done).toBe(false)
  expect((await empty.next()).done).toBe(true)
})
