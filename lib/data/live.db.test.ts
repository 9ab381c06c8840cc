import { beforeAll, expect, test, vi } from 'vitest'
import { createTestTeam, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { AppError } from '@/lib/domain/errors'
import type { LiveEvent } from '@/lib/domain/live-event'
import { anonymous, system } from './actor'
import { db } from './db'
import { markRunning, reportProgress, requestCancel } from './generations/mutations'
import { requestGeneration } from './generations/request-generation'
import { subscribeLive } from './live'
import { createModelImport, failModelImport } from './model-imports/mutations'
import { notifyLive } from './notify'
import { saveScene } from './scenes/mutations'

useDatabase()
let team: TestTeam
let other: TestTeam
beforeAll(async () => {
  team = await createTestTeam()
  other = await createTestTeam()
})

const press = async (of: TestTeam): Promise<string> => (await requestGeneration(of.actor, await testRequest(of))).generationId
const statuses = (events: readonly LiveEvent[], id: string): string[] =>
  events.flatMap((event) => (event.type === 'generation' && event.id === id ? [event.status] : []))
const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 })

test('whoever connects is told of what is open, then of every change, and of nothing in other teams', async () => {
  const before = await press(team)
  const foreign = await press(other)
  const events: LiveEvent[] = []
  const stop = await subscribeLive(team.actor, (event) => events.push(event))
  expect(new Set(statuses(events, before))).toEqual(new Set(['queued']))

  const after = await press(team)
  await markRunning(system, after, 'test/1')
  await until(() => expect(statuses(events, after).at(-1)).toBe('running'))
  await reportProgress(system, after, { fraction: 0.5, step: 'Rendering', remainingMs: 10, preview: 1 })
  await until(() => expect(events.at(-1)).toMatchObject({ id: after, progress: { fraction: 0.5, preview: 1 } }))
  await requestCancel(team.actor, after)
  await until(() => expect(statuses(events, after).at(-1)).toBe('canceled'))

  await requestCancel(other.actor, foreign)
  // A change of our own that comes after it shows that the foreign one would have been here by now.
  await requestCancel(team.actor, before)
  await until(() => expect(statuses(events, before).at(-1)).toBe('canceled'))
  expect(statuses(events, foreign)).toEqual([])
  expect(events.every((event) => !('teamId' in event) || event.teamId === team.teamId)).toBe(true)
  stop()
})

test('a save tells its revision and who made it, also to whoever connects later', async () => {
  const saving = await createTestTeam()
  const events: LiveEvent[] = []
  const stop = await subscribeLive(saving.actor, (event) => events.push(event))
  expect(events).toContainEqual({ type: 'scene', id: saving.sceneId, teamId: saving.teamId, revision: 1, savedBy: null })
  await saveScene(saving.actor, { sceneId: saving.sceneId, baseRevision: 1, patches: [{ path: ['exposure'], value: 1 }] })
  const saved = { type: 'scene', id: saving.sceneId, teamId: saving.teamId, revision: 2, savedBy: { id: saving.actor.userId, name: 'A designer' } }
  await until(() => expect(events).toContainEqual(saved))
  stop()

  const later: LiveEvent[] = []
  ;(await subscribeLive(saving.actor, (event) => later.push(event)))()
  expect(later).toContainEqual(saved)
  expect(later.filter((event) => 'teamId' in event && event.teamId !== saving.teamId)).toEqual([])
})

test('an import tells how it stands, also to whoever connects after it has ended', async () => {
  const events: LiveEvent[] = []
  const stop = await subscribeLive(team.actor, (event) => events.push(event))
  const { id } = await createModelImport(team.actor, { teamId: team.teamId, fileName: 'Vase.glb', bytes: new Uint8Array([1, 2, 3]) })
  await until(() => expect(events).toContainEqual({ type: 'import', id, teamId: team.teamId, status: 'queued' }))
  await failModelImport(system, id, 'It is no model.')
  const failed = { type: 'import', id, teamId: team.teamId, status: 'failed' }
  await until(() => expect(events).toContainEqual(failed))
  stop()

  const [mine, theirs]: [LiveEvent[], LiveEvent[]] = [[], []]
  ;(await subscribeLive(team.actor, (event) => mine.push(event)))()
  ;(await subscribeLive(other.actor, (event) => theirs.push(event)))()
  expect(mine).toContainEqual(failed)
  expect(theirs.filter((event) => event.id === id)).toEqual([])
})

test('nothing comes after the end of a subscription, and what is no notice of ours does no harm', async () => {
  const ended: LiveEvent[] = []
  const events: LiveEvent[] = []
  const stop = await subscribeLive(team.actor, (event) => ended.push(event))
  const stopOther = await subscribeLive(team.actor, (event) => events.push(event))
  stop()
  const count = ended.length
  await db().execute("select pg_notify('maquette_live', 'not json')")
  await notifyLive(db(), { teamId: team.teamId, kind: 'generation', id: 'gen_none' })
  const id = await press(team)
  await until(() => expect(statuses(events, id)).toContain('queued'))
  expect(ended).toHaveLength(count)
  stopOther()
})

test('visitors are refused', async () => {
  await expect(subscribeLive(anonymous, () => {})).rejects.toBeInstanceOf(AppError)
})
