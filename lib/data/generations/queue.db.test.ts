import { expect, test, vi } from 'vitest'
import { createTestTeam, type TestTeam } from '@/e2e/fixtures/generations'
import type { LiveEvent } from '@/lib/domain/live-event'
import { system } from '../actor'
import { subscribeLive } from '../live'
import { markRunning, requestCancel } from './mutations'
import { getGeneration } from './queries'
import { placesOf } from './queue'
import { hosted, queued, running, useTeams } from './testing/generations'

useTeams()
const some = async (of: TestTeam, n: number): Promise<string[]> => {
  const ids: string[] = []
  for (let i = 0; i < n; i++) ids.push(await queued(of))
  return ids
}
const placeOf = async (id = ''): Promise<number | undefined> => (await placesOf([id])).get(id)

test('teams take turns: the first of one that came late stands before the second of one that came early', async () => {
  const [early, late] = [await createTestTeam(), await createTestTeam()]
  const a = await some(early, 4)
  const b = await some(late, 2)
  const places = await placesOf([...a, ...b])
  expect([...a, ...b].map((id) => places.get(id))).toEqual([1, 3, 5, 6, 2, 4])

  // What is under way counts: the early team has had a turn.
  await markRunning(system, a[0] ?? '', 'test/1')
  expect(await placeOf(b[0])).toBe(1)
  expect(await placeOf(a[1])).toBe(2)
  expect(await placeOf(a[0])).toBeUndefined()

  // Those that wait for another engine stand in another line.
  const other = await queued(late, { settings: hosted })
  expect(await placeOf(other)).toBe(1)
  for (const id of [...a, ...b, other]) await requestCancel(a.includes(id) ? early.actor : late.actor, id)
})

test('of two teams with as many under way the one that was served longest ago comes first', async () => {
  const [one, two] = [await createTestTeam(), await createTestTeam()]
  const [first, second] = [await running(two), await running(one)]
  const late = await queued(one)
  const early = await queued(two)
  expect([await placeOf(early), await placeOf(late)]).toEqual([1, 2])
  for (const [team, ids] of [
    [one, [second, late]],
    [two, [first, early]],
  ] as const)
    for (const id of ids) await requestCancel(team.actor, id)
})

test('a generation says its place, and the place moves in open pages with what other teams do', async () => {
  const [mine, theirs] = [await createTestTeam(), await createTestTeam()]
  const [ahead] = await some(theirs, 1)
  const [own] = await some(mine, 1)
  expect((await getGeneration(mine.actor, own ?? '')).queuePlace).toBe(2)
  const places: (number | null)[] = []
  const stop = await subscribeLive(mine.actor, (event: LiveEvent) => {
    if (event.type === 'generation' && event.id === own && places.at(-1) !== event.queuePlace) places.push(event.queuePlace)
  })
  expect(places).toEqual([2])
  await requestCancel(theirs.actor, ahead ?? '')
  await vi.waitFor(() => expect(places).toEqual([2, 1]), { timeout: 5_000, interval: 10 })
  await markRunning(system, own ?? '', 'test/1')
  await vi.waitFor(() => expect(places.at(-1)).toBeNull(), { timeout: 5_000, interval: 10 })
  stop()
})
