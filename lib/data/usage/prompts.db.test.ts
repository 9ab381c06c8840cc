import { inArray } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { generations } from '@/db/schema'
import { readUsageRange, type UsageRange } from '@/lib/domain/usage-range'
import type { UsagePrompt } from '@/lib/domain/usage-view'
import { system, type UserActor } from '../actor'
import { db } from '../db'
import { useTeams } from '../generations/testing/generations'
import { randomFrom } from '../history/testing/many'
import { countUncounted } from './catch-up'
import { teamUsage } from './queries'
import { type Known, makeGenerations } from './testing/many-generations'

const { team, stranger } = useTeams()
const NOW = Date.UTC(2026, 3, 19, 12)
const PROMPTS = ['Golden hour', 'Blue dusk', 'Fog', 'Neon', '', 'A brass lamp', 'Snow', 'Rain', 'Marble', 'Velvet', 'Oak', 'Linen', 'Chrome'] as const
let known: (Known & { prompt: string })[] = []

beforeAll(async () => {
  // Not as many of each, so that there is an order.
  const made = await makeGenerations(team, 300, randomFrom(4), { endMs: NOW, days: 60 })
  known = made.map((one, i) => ({ ...one, prompt: PROMPTS[Math.floor(Math.sqrt(i)) % PROMPTS.length] ?? '' }))
  for (const prompt of PROMPTS) {
    const ids = known.filter((one) => one.prompt === prompt).map(({ id }) => id)
    await db().update(generations).set({ prompt }).where(inArray(generations.id, ids))
  }
  await makeGenerations(stranger, 50, randomFrom(5), { endMs: NOW, days: 60 })
  await countUncounted(system)
})

/** By what was written when the rows were made. */
function expected({ fromMs, toMs }: Pick<UsageRange, 'fromMs' | 'toMs'>, member?: string): UsagePrompt[] {
  const counted = known.filter(
    (one) =>
      one.createdAtMs >= fromMs &&
      one.createdAtMs < toMs &&
      one.approved > 0 &&
      !one.trashed &&
      one.prompt !== '' &&
      (member === undefined || one.member === member),
  )
  const prompts = [...new Set(counted.map(({ prompt }) => prompt))].map((prompt) => {
    const of = counted.filter((one) => one.prompt === prompt)
    const sum = (value: (one: Known) => number): number => of.reduce((total, one) => total + value(one), 0)
    return { prompt, generations: of.length, images: sum(({ images }) => images), approved: sum(({ approved }) => approved) }
  })
  return prompts.sort((a, b) => b.approved - a.approved || a.images - b.images || (a.prompt < b.prompt ? -1 : 1)).slice(0, 10)
}

describe('the prompts with most approved images', () => {
  test.each(['7d', '30d', '90d'])('of %s come first, ten of them, without what lies in the trash and without other teams', async (name) => {
    const range = readUsageRange({ range: name }, 'Asia/Kathmandu', NOW)
    const { prompts } = await teamUsage(team.actor, team.teamId, range)
    expect(prompts.length).toBeGreaterThan(3)
    expect(prompts).toEqual(expected(range))
  })

  test('are those of their own for members', async () => {
    const range = readUsageRange({ range: '90d' }, 'UTC', NOW)
    const userId = known.find(({ member }) => member !== team.actor.userId)?.member ?? ''
    const member: UserActor = { kind: 'user', userId, sessionId: 'ses', isInstanceAdmin: false }
    expect((await teamUsage(member, team.teamId, range)).prompts).toEqual(expected(range, userId))
  })
})
