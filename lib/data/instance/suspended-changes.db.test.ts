import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { memberships, teams, webhookDeliveries } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import type { AppError } from '@/lib/domain/errors'
import { NO_EXPLORATION } from '@/lib/domain/exploration'
import { newId } from '@/lib/domain/ids'
import { TEAM_SUSPENDED } from '@/lib/domain/suspension'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { anonymous, system, type UserActor } from '../actor'
import { createApiToken, revokeApiToken } from '../api-tokens/mutations'
import { listApiTokens } from '../api-tokens/queries'
import { setTeamRetention } from '../audit/retention'
import { grantException, setBudget } from '../budgets/mutations'
import { readBudgetLeft, readBudgets } from '../budgets/queries'
import {
  addToCollection,
  createCollection,
  deleteCollection,
  moveBetween,
  removeFromCollection,
  renameCollection,
  restoreCollection,
} from '../collections/mutations'
import { addComment, deleteComment, editComment, resolveThread, restoreComment } from '../comments/mutations'
import { publishOutput, unpublish } from '../community/publish'
import { getPublication, publicationOfOutput } from '../community/queries'
import { db } from '../db'
import { testComfyUi } from '../engines/comfyui-test'
import { listEngineKeys, removeEngineKey, setEngineKey, testEngineKey } from '../engines/keys'
import { createWorkflow, deleteWorkflow } from '../engines/workflows'
import { cancelExploration } from '../explorations/cancel-exploration'
import { requestExploration } from '../explorations/request-exploration'
import { addOutput, requestCancel, restore, softDelete, succeed } from '../generations/mutations'
import { replayGeneration } from '../generations/replay'
import { requestByProgram } from '../generations/request-by-program'
import { requestEdit } from '../generations/request-edit'
import { requestGeneration, tryAgain } from '../generations/request-generation'
import { output, queued, refusal, running, useTeams } from '../generations/testing/generations'
import { invite, renewInvitation, revokeInvitation } from '../invitations/mutations'
import { listInvitations } from '../invitations/queries'
import { createModelImport } from '../model-imports/mutations'
import { describeOutput, rate, setFavourite, setTags } from '../outputs/mutations'
import { restoreOutputs, trashOutputs } from '../outputs/trash'
import { createPrompt, deletePrompt, restorePrompt, updatePrompt } from '../prompts/mutations'
import { reviewOutput } from '../reviews/mutations'
import {
  createBlankScene,
  createSceneFromSample,
  deleteScene,
  duplicateScene,
  renameScene,
  restoreScene,
  saveScene,
  setSceneThumbnail,
} from '../scenes/mutations'
import { restoreKept, restoreSceneOf } from '../scenes/restore-state'
import { createShareLink, renewShareLink, revokeShareLink, setSharingAllowed, updateShareLink } from '../share-links/mutations'
import { listShareLinks } from '../share-links/queries'
import { changeRole, removeMember } from '../teams/members'
import { assertMaySetPicture, deleteTeam, renameTeam, setTeamPicture } from '../teams/mutations'
import { createWebhook, deleteWebhook, redeliver, setWebhookEnabled, testWebhook } from '../webhooks/mutations'
import { listDeliveries, listWebhooks } from '../webhooks/queries'

vi.stubEnv('ENCRYPTION_KEY', 'the secret of this installation, for tests')
vi.stubEnv('ALLOWED_PRIVATE_HOSTS', '127.0.0.1')
vi.stubEnv('COMFYUI_BASE_URL', 'http://127.0.0.1:9')
vi.stubEnv('COMFYUI_TEAM_WORKFLOWS', 'on')
const { team, stranger } = useTeams()
const setSuspended = (suspendedAt: Date | null) => db().update(teams).set({ suspendedAt }).where(eq(teams.id, team.teamId))
afterEach(() => setSuspended(null))

async function join(role: 'admin' | 'member' | 'viewer'): Promise<UserActor> {
  const { actor } = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: actor.userId, role })
  return actor
}
async function image(of: TestTeam = team): Promise<{ generationId: string; outputId: string }> {
  const generationId = await running(of)
  const outputId = (await addOutput(system, await output(of, generationId, 0))) ?? ''
  await succeed(system, generationId)
  return { generationId, outputId }
}
const key = (): string => randomUUID()
const words = { title: 'Bottle at dusk', credit: 'A. Uthor', allowSceneStart: false }
const link = { title: 'For a client', expiresInDays: 30, password: null, allowDownload: true, showDetails: false, allowComments: false }
const hook = { url: 'http://127.0.0.1:9/hook', events: ['generation.succeeded' as const] }
const workflow = {
  graph: { '1': { class_type: 'CLIPTextEncode', inputs: { text: '' } }, '2': { class_type: 'SaveImage', inputs: { images: ['1', 0] } } },
  output: '2',
  slots: { prompt: { node: '1', input: 'text' } },
}

/** Everything that a team can have that can be changed. */
async function arrange() {
  const { actor, teamId, sceneId } = team
  await db().update(teams).set({ kind: 'shared', name: 'Studio North' }).where(eq(teams.id, teamId))
  const [admin, member, viewer] = [await join('admin'), await join('member'), await join('viewer')]
  const [shown, deleted, trashed, published] = [await image(), await image(), await image(), await image({ ...team, actor: member })]
  await saveScene(actor, { sceneId, baseRevision: 1, patches: [{ path: ['exposure'], value: 1.5 }] })
  const { keptId } = await restoreSceneOf(actor, shown.generationId)
  await softDelete(actor, deleted.generationId)
  await trashOutputs(actor, [trashed.outputId])
  const { explorationId } = await requestExploration(actor, { ...(await testRequest(team, { baseRevision: 3 })), explore: { ...NO_EXPLORATION, seeds: 2 } })
  const deletedScene = await createBlankScene(actor, { teamId })
  await deleteScene(actor, deletedScene.id)
  const prompts = [await createPrompt(actor, { teamId, name: 'Evening', body: 'Dusk' }), await createPrompt(actor, { teamId, name: 'Night', body: 'Moon' })]
  await deletePrompt(actor, prompts[1]?.id ?? '')
  const collections = [
    await createCollection(actor, { teamId, name: 'Chosen', outputIds: [shown.outputId] }),
    await createCollection(actor, { teamId, name: 'Old' }),
  ]
  await deleteCollection(actor, collections[1]?.id ?? '')
  const comment = await addComment(actor, { outputId: shown.outputId, threadId: null, pin: null, body: 'Warmer', mentions: [] })
  await setEngineKey(actor, { teamId, family: 'fal', key: 'not-a-key-of-anybody' })
  const webhook = await createWebhook(actor, { teamId, webhook: hook })
  const message = { id: newId('msg'), webhookId: webhook.id, event: 'test' as const }
  await db()
    .insert(webhookDeliveries)
    .values({ ...message, payload: { type: 'test', timestamp: new Date().toISOString(), data: { teamId } } })
  return {
    ...{ admin, member, viewer, shown, published, comment, webhook, message, explorationId },
    keptId: keptId ?? '',
    deletedGenerationId: deleted.generationId,
    trashedOutputId: trashed.outputId,
    queuedId: await queued(team, { baseRevision: 3 }),
    deletedSceneId: deletedScene.id,
    thumbnailId: await storeTestPicture(actor, teamId),
    request: await testRequest(team, { baseRevision: 3 }),
    promptIds: prompts.map(({ id }) => id),
    collectionIds: collections.map(({ id }) => id),
    workflow: await createWorkflow(actor, { teamId, name: 'House style', sent: workflow }),
    share: await createShareLink(actor, { ...link, teamId, target: { kind: 'output', outputIds: [shown.outputId] } }),
    token: await createApiToken(actor, { teamId, token: { name: 'Nightly', scopes: ['generate'], expiresInDays: 30 } }),
    invitation: await invite(actor, { teamId, email: 'friend@example.org', role: 'member' }),
    publication: await publishOutput(member, published.outputId, words),
  }
}

type Having = Awaited<ReturnType<typeof arrange>>
let of: Having
beforeAll(async () => {
  of = await arrange()
})

/** Each change that lib/data offers to the people of a team, by name, as an owner asks for it. */
function changesOf(has: Having): Record<string, (actor: UserActor) => Promise<unknown>> {
  const { teamId, sceneId } = team
  const { shown, promptIds, collectionIds } = has
  const [promptId = '', deletedPromptId = ''] = promptIds
  const [collectionId = '', deletedCollectionId = ''] = collectionIds
  const budget = { teamId, kind: 'team' as const, subjectId: teamId }
  const member = { teamId, userId: has.member.userId }
  return {
    saveScene: (a) => saveScene(a, { sceneId, baseRevision: 3, patches: [{ path: ['exposure'], value: 1 }] }),
    renameScene: (a) => renameScene(a, { sceneId, name: 'Another' }),
    createBlankScene: (a) => createBlankScene(a, { teamId }),
    createSceneFromSample: (a) => createSceneFromSample(a, { teamId, sample: 'plinth' }),
    duplicateScene: (a) => duplicateScene(a, { sceneId }),
    'duplicateScene of unsaved work': (a) => duplicateScene(a, { sceneId, document: SAMPLE_SCENES.plinth.document }),
    deleteScene: (a) => deleteScene(a, sceneId),
    restoreScene: (a) => restoreScene(a, has.deletedSceneId),
    setSceneThumbnail: (a) => setSceneThumbnail(a, { sceneId, assetId: has.thumbnailId }),
    restoreSceneOf: (a) => restoreSceneOf(a, shown.generationId),
    restoreKept: (a) => restoreKept(a, has.keptId),
    storeAsset: (a) => storeTestPicture(a, teamId, 'reference'),
    createModelImport: (a) => createModelImport(a, { teamId, fileName: 'vase.glb', bytes: new Uint8Array([1, 2, 3]) }),
    requestGeneration: (a) => requestGeneration(a, { ...has.request, requestKey: key() }),
    requestExploration: (a) => requestExploration(a, { ...has.request, requestKey: key(), explore: { ...NO_EXPLORATION, seeds: 2 } }),
    requestEdit: (a) =>
      requestEdit(a, {
        ...{ requestKey: key(), baseOutputId: shown.outputId, nodeId: 'node_bottle', prompt: 'brass', engine: 'studio' },
        ...{ grow: 8, includeShadow: true },
      }),
    tryAgain: (a) => tryAgain(a, { generationId: shown.generationId, requestKey: key() }),
    replayGeneration: (a) => replayGeneration(a, { generationId: shown.generationId, requestKey: key(), accepted: null }),
    requestCancel: (a) => requestCancel(a, has.queuedId),
    cancelExploration: (a) => cancelExploration(a, has.explorationId),
    softDelete: (a) => softDelete(a, shown.generationId),
    restore: (a) => restore(a, has.deletedGenerationId),
    trashOutputs: (a) => trashOutputs(a, [shown.outputId]),
    restoreOutputs: (a) => restoreOutputs(a, [has.trashedOutputId]),
    setFavourite: (a) => setFavourite(a, [shown.outputId], true),
    rate: (a) => rate(a, shown.outputId, 4),
    setTags: (a) => setTags(a, [shown.outputId], { add: ['client'], remove: [] }),
    describeOutput: (a) => describeOutput(a, shown.outputId, { title: 'The one', note: null }),
    reviewOutput: (a) => reviewOutput(a, shown.outputId, { verdict: 'approved', note: '' }),
    publishOutput: (a) => publishOutput(a, shown.outputId, words),
    unpublish: (a) => unpublish(a, has.publication.id),
    addComment: (a) => addComment(a, { outputId: shown.outputId, threadId: null, pin: null, body: 'Colder', mentions: [] }),
    editComment: (a) => editComment(a, has.comment.id, { body: 'Much warmer', mentions: [] }),
    resolveThread: (a) => resolveThread(a, has.comment.id, true),
    deleteComment: (a) => deleteComment(a, has.comment.id),
    restoreComment: (a) => restoreComment(a, has.comment.id),
    createCollection: (a) => createCollection(a, { teamId, name: 'New' }),
    renameCollection: (a) => renameCollection(a, collectionId, 'Renamed'),
    addToCollection: (a) => addToCollection(a, collectionId, [shown.outputId]),
    removeFromCollection: (a) => removeFromCollection(a, collectionId, [shown.outputId]),
    moveBetween: (a) => moveBetween(a, { from: collectionId, to: deletedCollectionId, outputIds: [shown.outputId] }),
    deleteCollection: (a) => deleteCollection(a, collectionId),
    restoreCollection: (a) => restoreCollection(a, deletedCollectionId),
    createPrompt: (a) => createPrompt(a, { teamId, name: 'Noon', body: 'Hard light' }),
    updatePrompt: (a) => updatePrompt(a, promptId, { name: 'Noon', body: 'Hard light' }),
    deletePrompt: (a) => deletePrompt(a, promptId),
    restorePrompt: (a) => restorePrompt(a, deletedPromptId),
    createWorkflow: (a) => createWorkflow(a, { teamId, name: 'Another', sent: workflow }),
    deleteWorkflow: (a) => deleteWorkflow(a, has.workflow.id),
    setEngineKey: (a) => setEngineKey(a, { teamId, family: 'fal', key: 'another-key-of-nobody' }),
    testEngineKey: (a) => testEngineKey(a, { teamId, family: 'fal' }, async () => 'works'),
    removeEngineKey: (a) => removeEngineKey(a, { teamId, family: 'fal' }),
    testComfyUi: (a) => testComfyUi(a, teamId),
    createShareLink: (a) => createShareLink(a, { ...link, teamId, target: { kind: 'output', outputIds: [shown.outputId] } }),
    updateShareLink: (a) => updateShareLink(a, has.share.id, { title: 'For another client' }),
    renewShareLink: (a) => renewShareLink(a, has.share.id, 30),
    revokeShareLink: (a) => revokeShareLink(a, has.share.id),
    setSharingAllowed: (a) => setSharingAllowed(a, teamId, false),
    createApiToken: (a) => createApiToken(a, { teamId, token: { name: 'Weekly', scopes: ['generate'], expiresInDays: 30 } }),
    revokeApiToken: (a) => revokeApiToken(a, has.token.id),
    createWebhook: (a) => createWebhook(a, { teamId, webhook: hook }),
    setWebhookEnabled: (a) => setWebhookEnabled(a, has.webhook.id, false),
    testWebhook: (a) => testWebhook(a, has.webhook.id),
    redeliver: (a) => redeliver(a, has.message.id),
    deleteWebhook: (a) => deleteWebhook(a, has.webhook.id),
    setBudget: (a) => setBudget(a, { ...budget, limits: { images: 5, moneyMicroUsd: null } }),
    grantException: (a) => grantException(a, { ...budget, exception: { images: 5, moneyMicroUsd: 0, reason: 'A fair' } }),
    setTeamRetention: (a) => setTeamRetention(a, teamId, { kind: 'days', days: 365 }),
    invite: (a) => invite(a, { teamId, email: 'another@example.org', role: 'member' }),
    'invite by a link': (a) => invite(a, { teamId, email: null, role: 'viewer' }),
    renewInvitation: (a) => renewInvitation(a, has.invitation.id),
    revokeInvitation: (a) => revokeInvitation(a, has.invitation.id),
    changeRole: (a) => changeRole(a, { ...member, role: 'viewer' }),
    removeMember: (a) => removeMember(a, member),
    renameTeam: (a) => renameTeam(a, { teamId, name: 'Another' }),
    assertMaySetPicture: (a) => assertMaySetPicture(a, teamId),
    setTeamPicture: (a) => setTeamPicture(a, { teamId, assetId: null }),
    deleteTeam: (a) => deleteTeam(a, { teamId, typedName: 'Studio North' }),
  }
}

const answerOf = async (work: Promise<unknown>): Promise<Pick<AppError, 'code' | 'userMessage'>> => {
  const { code, userMessage } = await refusal(work)
  return { code, userMessage }
}

describe('each change in a suspended team', () => {
  test('tells its people that it is suspended, and tells outsiders what it told them before: that there is no such thing', { timeout: 60_000 }, async () => {
    for (const [name, change] of Object.entries(changesOf(of))) {
      await setSuspended(null)
      const before = await answerOf(change(stranger.actor))
      expect(before.code, name).toBe('not_found')
      await setSuspended(new Date())
      expect(await answerOf(change(team.actor)), name).toEqual({ code: 'forbidden', userMessage: TEAM_SUSPENDED })
      expect(await answerOf(change(stranger.actor)), name).toEqual(before)
      expect((await refusal(change(anonymous as unknown as UserActor))).code, name).toMatch(/^(not_found|unauthenticated)$/)
    }
  })

  test('was only waiting: the same changes are no longer refused for it once the team is restored', async () => {
    await setSuspended(new Date())
    await setSuspended(null)
    for (const name of ['renameScene', 'editComment', 'restoreOutputs', 'restoreKept', 'updatePrompt', 'publishOutput', 'updateShareLink', 'redeliver']) {
      await changesOf(of)[name]?.(team.actor)
    }
  })

  test('tells a program of the team the same, and a viewer nothing of what viewers do not see', async () => {
    await setSuspended(new Date())
    const program = { kind: 'token' as const, tokenId: of.token.id, teamId: team.teamId, userId: team.actor.userId, scopes: ['generate' as const] }
    const { prompt, settings } = of.request
    const { engine, ratio, ...rest } = settings
    const wanted = { sceneId: team.sceneId, engine, ratio, prompt, references: [], settings: rest, requestKey: key() }
    expect(await answerOf(requestByProgram(program, wanted))).toEqual({ code: 'forbidden', userMessage: TEAM_SUSPENDED })
    expect((await refusal(requestByProgram({ ...program, teamId: stranger.teamId }, wanted))).code).toBe('not_found')
    for (const name of ['revokeApiToken', 'setWebhookEnabled', 'redeliver', 'revokeInvitation', 'updateShareLink', 'unpublish']) {
      expect((await refusal(changesOf(of)[name]?.(of.viewer) ?? Promise.resolve())).code, name).toBe('not_found')
    }
  })
})

test('what only owners and admins see of a team they see as before while it is suspended, and nobody else does', async () => {
  const read = async (actor: UserActor) => ({
    tokens: (await listApiTokens(actor, team.teamId)).map(({ id }) => id),
    webhooks: (await listWebhooks(actor, team.teamId)).map(({ id }) => id),
    messages: (await listDeliveries(actor, team.teamId)).map(({ id }) => id),
    invitations: (await listInvitations(actor, team.teamId)).map(({ id }) => id),
  })
  const seen = async (actor: UserActor) => ({
    ...(await read(actor)),
    budgets: (await readBudgets(actor, team.teamId)).members.length,
    left: await readBudgetLeft(actor, team.sceneId),
    keys: (await listEngineKeys(actor, team.teamId)).keys.find(({ family }) => family === 'fal')?.own?.lastFour,
    links: (await listShareLinks(actor, { teamId: team.teamId })).links.length,
    publication: (await publicationOfOutput(actor, of.published.outputId))?.id,
    page: (await getPublication(actor, of.publication.id)).id,
  })
  const before = await seen(of.admin)
  expect(before).toMatchObject({ tokens: [of.token.id], webhooks: [of.webhook.id], messages: [of.message.id], invitations: [of.invitation.id] })
  await setSuspended(new Date())
  expect(await seen(of.admin)).toEqual(before)
  for (const actor of [of.viewer, stranger.actor]) {
    expect(await read(actor)).toEqual({ tokens: [], webhooks: [], messages: [], invitations: [] })
    expect((await refusal(readBudgets(actor, team.teamId))).code).toBe('not_found')
    expect((await refusal(publicationOfOutput(actor, of.published.outputId))).code).toBe('not_found')
  }
  // Nobody can manage the links of a suspended team, and the page offers nobody to.
  expect((await listShareLinks(of.admin, { teamId: team.teamId })).links.map(({ mayManage }) => mayManage)).toEqual([false])
})
