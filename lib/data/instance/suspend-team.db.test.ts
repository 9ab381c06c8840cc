import { and, eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { auditLog, generations, memberships, shareLinks, teams, users } from '@/db/schema'
import { storeTestPicture, testRequest } from '@/e2e/fixtures/generations'
import { AppError } from '@/lib/domain/errors'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import { shareDoor, system, type UserActor } from '../actor'
import { readAsset } from '../assets/queries'
import { db } from '../db'
import { addOutput, succeed } from '../generations/mutations'
import { requestGeneration, tryAgain } from '../generations/request-generation'
import { queued, refusal, rowOf, running, useTeams } from '../generations/testing/generations'
import { listHistory } from '../history/queries'
import { renameScene, saveScene } from '../scenes/mutations'
import { getScene } from '../scenes/queries'
import { changeRole } from '../teams/members'
import { renameTeam } from '../teams/mutations'
import { currentTeamOf } from '../teams/queries'
import { restoreTeam, suspendTeam } from './suspend-team'

const { team, stranger } = useTeams()
const admin: UserActor = { kind: 'user', userId: 'usr_operator', sessionId: 'ses_operator', isInstanceAdmin: true }
beforeAll(async () => {
  await db().insert(users).values({ id: admin.userId, email: 'operator@example.org', name: 'Operator', isInstanceAdmin: true })
})
afterEach(async () => {
  await db().update(teams).set({ suspendedAt: null, suspendedReason: null })
})
const suspend = (teamId = team.teamId) => suspendTeam(admin, teamId, 'Unpaid since May')
const actionsOf = async (teamId: string): Promise<string[]> =>
  (
    await db()
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(and(eq(auditLog.teamId, teamId), eq(auditLog.actorUserId, admin.userId)))
  ).map(({ action }) => action)

describe('a suspended team', () => {
  test('can be read and downloaded', async () => {
    const assetId = await storeTestPicture(team.actor, team.teamId, 'output')
    const generationId = await queued(team)
    await suspend()
    expect(await getScene(team.actor, team.sceneId)).toMatchObject({ id: team.sceneId, canEdit: false })
    expect((await readAsset(team.actor, assetId)).asset.id).toBe(assetId)
    expect((await listHistory(team.actor, { teamId: team.teamId })).items.map(({ id }) => id)).toContain(generationId)
    expect(await currentTeamOf(team.actor)).toMatchObject({ id: team.teamId, isSuspended: true, suspendedReason: 'Unpaid since May' })
  })

  test('takes no change, and tells its people why', async () => {
    const old = await queued(team)
    const request = await testRequest(team)
    await suspend()
    const changes: Record<string, () => Promise<unknown>> = {
      generate: () => requestGeneration(team.actor, request),
      'try again': () => tryAgain(team.actor, { generationId: old, requestKey: 'a-key-that-is-long-enough' }),
      upload: () => storeTestPicture(team.actor, team.teamId, 'reference'),
      save: () => saveScene(team.actor, { sceneId: team.sceneId, baseRevision: 1, patches: [] }),
      'rename a scene': () => renameScene(team.actor, { sceneId: team.sceneId, name: 'Another' }),
      'rename the team': () => renameTeam(team.actor, { teamId: team.teamId, name: 'Another' }),
      'change a role': () => changeRole(team.actor, { teamId: team.teamId, userId: team.actor.userId, role: 'viewer' }),
    }
    for (const [what, change] of Object.entries(changes)) {
      const error = await refusal(change())
      expect(error, what).toMatchObject({ code: 'forbidden' })
      expect(error.userMessage, what).toContain('This team is suspended')
    }
  })

  test('is to outsiders what it was before: not there', async () => {
    await suspend()
    expect(await refusal(saveScene(stranger.actor, { sceneId: team.sceneId, baseRevision: 1, patches: [] }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(renameTeam(stranger.actor, { teamId: team.teamId, name: 'Mine' }))).toMatchObject({ code: 'not_found' })
  })

  test('loses what waits in the queue and keeps what runs', async () => {
    const [waiting, atWork] = [await queued(team), await running(team)]
    const { canceled } = await suspend()
    expect(canceled).toContain(waiting)
    expect(canceled).not.toContain(atWork)
    expect(await rowOf(waiting)).toMatchObject({ status: 'canceled', costMicroUsd: 0 })
    const [image, thumbnail] = await Promise.all([storeTestPicture(system, team.teamId, 'output'), storeTestPicture(system, team.teamId, 'output')])
    await addOutput(system, { ...outputOf(atWork), assetId: image, thumbnailAssetId: thumbnail })
    await succeed(system, atWork)
    expect(await rowOf(atWork)).toMatchObject({ status: 'succeeded' })
  })

  test('closes its share links, which open again once it is restored', async () => {
    const token = randomToken()
    await db()
      .insert(shareLinks)
      .values({
        id: 'shr_suspended',
        teamId: team.teamId,
        tokenHash: hashToken(token),
        kind: 'output',
        title: 'Shown',
        createdBy: team.actor.userId,
        allowDownload: true,
        showDetails: false,
        allowComments: false,
      })
    expect((await shareDoor(token)).state).toBe('open')
    await suspend()
    expect((await shareDoor(token)).state).toBe('closed')
    await restoreTeam(admin, team.teamId)
    expect((await shareDoor(token)).state).toBe('open')
  })

  test('leaves the other teams of its people as they are', async () => {
    await db().insert(memberships).values({ teamId: stranger.teamId, userId: team.actor.userId, role: 'member' }).onConflictDoNothing()
    await suspend()
    await renameScene(team.actor, { sceneId: stranger.sceneId, name: 'Still mine to change' })
  })

  test('works as before once it is restored', async () => {
    await suspend()
    await restoreTeam(admin, team.teamId)
    expect(await rowOf(await queued(team))).toMatchObject({ status: 'queued' })
    expect(await actionsOf(team.teamId)).toEqual(expect.arrayContaining(['team.suspended', 'team.restored']))
  })
})

test('whatever is asked for while a team is being suspended is either canceled by it or refused', async () => {
  const requests = await Promise.all(Array.from({ length: 8 }, () => testRequest(team)))
  const asked = requests.map((request) => requestGeneration(team.actor, request).catch((error: unknown) => error))
  await Promise.all([suspend(), ...asked])
  for (const answer of await Promise.all(asked)) {
    if (answer instanceof AppError) expect(answer.code).toBe('forbidden')
    else if (answer instanceof Error) throw answer
  }
  const left = await db()
    .select({ id: generations.id })
    .from(generations)
    .where(and(eq(generations.teamId, team.teamId), eq(generations.status, 'queued')))
  expect(left).toEqual([])
})

test('nobody but an instance admin suspends or restores, and a session does not outlive the role', async () => {
  const former: UserActor = { ...team.actor, isInstanceAdmin: true }
  for (const actor of [team.actor, stranger.actor, former]) {
    expect(await refusal(suspendTeam(actor, team.teamId, 'Because'))).toMatchObject({ code: 'not_found' })
    expect(await refusal(restoreTeam(actor, team.teamId))).toMatchObject({ code: 'not_found' })
  }
  const [row] = await db().select({ at: teams.suspendedAt }).from(teams).where(eq(teams.id, team.teamId))
  expect(row?.at).toBeNull()
})

test('a reason is asked for, and nothing is suspended or restored twice', async () => {
  expect(await refusal(suspendTeam(admin, team.teamId, '  '))).toMatchObject({ code: 'invalid' })
  await suspend()
  expect(await refusal(suspend())).toMatchObject({ code: 'conflict' })
  await restoreTeam(admin, team.teamId)
  expect(await refusal(restoreTeam(admin, team.teamId))).toMatchObject({ code: 'conflict' })
  expect(await refusal(suspend('team_unknown'))).toMatchObject({ code: 'not_found' })
})

const outputOf = (generationId: string) => ({ generationId, index: 0, thumbhash: 'AAAA', width: 24, height: 18, seed: 7, details: {} })
