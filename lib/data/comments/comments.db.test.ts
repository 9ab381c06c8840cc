import { eq } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { comments, memberships, notifications, users } from '@/db/schema'
import { createTestTeam, type TestTeam } from '@/e2e/fixtures/generations'
import type { NewComment } from '@/lib/domain/comment'
import type { LiveEvent } from '@/lib/domain/live-event'
import type { Role } from '@/lib/domain/roles'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { addOutput, succeed } from '../generations/mutations'
import { output, refusal, running, useTeams } from '../generations/testing/generations'
import { subscribeLive } from '../live'
import { trashOutputs } from '../outputs/trash'
import { reviewOutput } from '../reviews/mutations'
import { listLiveComments } from './live'
import { addComment, deleteComment, editComment, resolveThread, restoreComment } from './mutations'
import { listPeople, readDiscussion } from './queries'

const { team, stranger } = useTeams()

async function image(of: TestTeam): Promise<{ outputId: string; generationId: string }> {
  const generationId = await running(of)
  const outputId = (await addOutput(system, await output(of, generationId, 0))) ?? ''
  await succeed(system, generationId)
  return { outputId, generationId }
}

async function join(role: Role, name: string): Promise<TestTeam['actor']> {
  const { actor } = await createTestTeam()
  await db().update(users).set({ name }).where(eq(users.id, actor.userId))
  await db().insert(memberships).values({ teamId: team.teamId, userId: actor.userId, role })
  return actor
}

const words = (outputId: string, body: string, more: Partial<NewComment> = {}): NewComment => ({
  outputId,
  threadId: null,
  pin: null,
  body,
  mentions: [],
  ...more,
})
const told = async (userId: string): Promise<[string, string][]> =>
  (await db().select().from(notifications).where(eq(notifications.userId, userId))).map(({ kind, subject }) => [kind, subject])

describe('who may say what', () => {
  test('an image of another team is not found, nor are its comments', async () => {
    const { outputId } = await image(team)
    const { id } = await addComment(team.actor, words(outputId, 'Ours'))
    const tries = [
      addComment(stranger.actor, words(outputId, 'x')),
      addComment(stranger.actor, words(outputId, 'x', { threadId: id })),
      readDiscussion(stranger.actor, outputId),
      editComment(stranger.actor, id, { body: 'y', mentions: [] }),
      deleteComment(stranger.actor, id),
      restoreComment(stranger.actor, id),
      resolveThread(stranger.actor, id, true),
    ]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
    expect(await listPeople(stranger.actor, team.teamId)).toEqual([])
    expect(await listLiveComments(stranger.actor, [team.teamId], 0)).toEqual([])
    expect((await refusal(addComment(anonymous, words(outputId, 'x')))).code).toBe('unauthenticated')
    expect((await readDiscussion(team.actor, outputId)).threads).toMatchObject([{ body: 'Ours', resolvedAtMs: null }])
  })

  test('a viewer comments, resolves the own thread and no other; a member resolves all and deletes only the own', async () => {
    const { outputId } = await image(team)
    const [viewer, member] = [await join('viewer', 'Vi'), await join('member', 'Mo')]
    const theirs = await addComment(viewer, words(outputId, 'Mine'))
    const owners = await addComment(team.actor, words(outputId, 'Of the owner'))
    const tries = [resolveThread(viewer, owners.id, true), deleteComment(viewer, owners.id), deleteComment(member, theirs.id)]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
    await resolveThread(viewer, theirs.id, true)
    await resolveThread(member, owners.id, true)
    const { threads } = await readDiscussion(viewer, outputId)
    expect(threads.map(({ body, resolvedByName, mayResolve, mayEdit, mayDelete }) => ({ body, resolvedByName, mayResolve, mayEdit, mayDelete }))).toEqual([
      { body: 'Mine', resolvedByName: 'Vi', mayResolve: true, mayEdit: true, mayDelete: true },
      { body: 'Of the owner', resolvedByName: 'Mo', mayResolve: false, mayEdit: false, mayDelete: false },
    ])
    await resolveThread(member, owners.id, false)
    expect((await readDiscussion(viewer, outputId)).threads[1]?.resolvedAtMs).toBeNull()
  })

  test('a moderator deletes and brings back, and edits nothing of others', async () => {
    const { outputId } = await image(team)
    const member = await join('member', 'Mi')
    const { id } = await addComment(member, words(outputId, 'Rude'))
    expect((await refusal(editComment(team.actor, id, { body: 'Nice', mentions: [] }))).code).toBe('not_found')
    await deleteComment(team.actor, id)
    expect((await readDiscussion(member, outputId)).threads).toEqual([])
    await restoreComment(team.actor, id)
    expect((await readDiscussion(member, outputId)).threads).toMatchObject([{ body: 'Rude' }])
  })

  test('nothing can be said about an image in the trash', async () => {
    const { outputId } = await image(team)
    await trashOutputs(team.actor, [outputId])
    expect((await refusal(addComment(team.actor, words(outputId, 'x')))).code).toBe('not_found')
  })
})

describe('threads', () => {
  test('a pin stays where it was put, and an answer has none', async () => {
    const { outputId } = await image(team)
    const { id } = await addComment(team.actor, words(outputId, 'Here', { pin: { x: 0.25, y: 1 } }))
    await addComment(team.actor, words(outputId, 'Yes', { threadId: id }))
    expect((await readDiscussion(team.actor, outputId)).threads).toMatchObject([{ pin: { x: 0.25, y: 1 }, replies: [{ body: 'Yes' }] }])
    expect((await refusal(addComment(team.actor, words(outputId, 'x', { threadId: id, pin: { x: 0, y: 0 } })))).code).toBe('invalid')
    expect((await refusal(addComment(team.actor, words(outputId, 'x', { pin: { x: 1.1, y: 0 } })))).code).toBe('invalid')
  })

  test('an answer belongs to a thread of the same image, and never to another answer', async () => {
    const [one, two] = [await image(team), await image(team)]
    const { id } = await addComment(team.actor, words(one.outputId, 'One'))
    const answer = await addComment(team.actor, words(one.outputId, 'Answer', { threadId: id }))
    expect((await refusal(addComment(team.actor, words(two.outputId, 'x', { threadId: id })))).code).toBe('not_found')
    expect((await refusal(addComment(team.actor, words(one.outputId, 'x', { threadId: answer.id })))).code).toBe('not_found')
  })

  test('a deleted beginning leaves a gap without words as long as answers hang on it', async () => {
    const { outputId } = await image(team)
    const { id } = await addComment(team.actor, words(outputId, 'Secret'))
    const answer = await addComment(team.actor, words(outputId, 'Answer', { threadId: id }))
    await deleteComment(team.actor, id)
    expect((await readDiscussion(team.actor, outputId)).threads).toMatchObject([{ body: '', isDeleted: true, mayEdit: false, replies: [{ body: 'Answer' }] }])
    await deleteComment(team.actor, answer.id)
    expect((await readDiscussion(team.actor, outputId)).threads).toEqual([])
  })

  test.each(['', '   ', 'x'.repeat(2001), 'a\0b'])('%j is no comment', async (body) => {
    const { outputId } = await image(team)
    expect((await refusal(addComment(team.actor, words(outputId, body)))).code).toBe('invalid')
  })
})

describe('who is told', () => {
  test('each once: a mention before anything else, then the thread and whoever made the image, never the writer', async () => {
    const { outputId } = await image(team)
    const [ada, bo] = [await join('viewer', 'Ada Lovelace'), await join('member', 'Bo')]
    const first = await addComment(bo, words(outputId, 'Look, @ada lovelace'))
    expect(await told(ada.userId)).toEqual([['mention', `comment:${first.id}`]])
    expect(await told(team.actor.userId)).toContainEqual(['comment', `comment:${first.id}`])
    expect(await told(bo.userId)).toEqual([])

    const answer = await addComment(ada, words(outputId, 'I do, @Bo', { threadId: first.id }))
    expect(await told(bo.userId)).toEqual([['mention', `comment:${answer.id}`]])
    expect(await told(ada.userId)).toHaveLength(1)

    const last = await addComment(bo, words(outputId, 'Good', { threadId: first.id }))
    expect(await told(ada.userId)).toContainEqual(['comment', `comment:${last.id}`])
  })

  test('an edit tells those who are mentioned only now, and nobody twice', async () => {
    const { outputId } = await image(team)
    const [cleo, dan] = [await join('viewer', 'Cleo'), await join('viewer', 'Dan')]
    const { id } = await addComment(team.actor, words(outputId, 'Hello @Cleo'))
    await editComment(team.actor, id, { body: 'Hello @Cleo and @Dan', mentions: [] })
    expect([await told(cleo.userId), await told(dan.userId)]).toEqual([[['mention', `comment:${id}`]], [['mention', `comment:${id}`]]])
    const [thread] = (await readDiscussion(team.actor, outputId)).threads
    expect(thread).toMatchObject({ body: 'Hello @Cleo and @Dan', editedAtMs: expect.any(Number) })
    expect(thread?.mentions.map(({ name }) => name).sort()).toEqual(['Cleo', 'Dan'])
  })

  test('somebody outside the team is never mentioned, whatever the request says', async () => {
    const { outputId } = await image(team)
    await db().update(users).set({ name: 'Outsider' }).where(eq(users.id, stranger.actor.userId))
    await addComment(team.actor, words(outputId, '@Outsider', { mentions: [stranger.actor.userId] }))
    expect(await told(stranger.actor.userId)).toEqual([])
  })
})

test('whoever connects later learns that something was said lately', async () => {
  const { outputId, generationId } = await image(team)
  const since = Date.now() - 60_000
  await addComment(team.actor, words(outputId, 'News'))
  expect(await listLiveComments(team.actor, [team.teamId], since)).toContainEqual({
    type: 'comment',
    id: generationId,
    teamId: team.teamId,
    changedAtMs: expect.any(Number),
  })
})

test('the words of an account that is gone stay, under no name', async () => {
  const { outputId } = await image(team)
  const leaver = await join('member', 'Leaver')
  await addComment(leaver, words(outputId, 'Farewell'))
  await db().update(comments).set({ authorId: null }).where(eq(comments.authorId, leaver.userId))
  expect((await readDiscussion(team.actor, outputId)).threads).toMatchObject([{ authorName: 'A former member', body: 'Farewell', mayEdit: false }])
})

test('who looks at the image hears of comments and verdicts at once, without their words, and other teams hear nothing', async () => {
  const { outputId, generationId } = await image(team)
  const { outputId: foreign } = await image(stranger)
  const [events, theirs]: [LiveEvent[], LiveEvent[]] = [[], []]
  const stops = [await subscribeLive(team.actor, (event) => events.push(event)), await subscribeLive(stranger.actor, (event) => theirs.push(event))]
  const heard = () => events.filter((event) => event.type === 'comment' && event.id === generationId)
  await addComment(team.actor, words(outputId, 'Hush'))
  await vi.waitFor(() => expect(heard()).toHaveLength(1))
  await reviewOutput(team.actor, outputId, { verdict: 'approved', note: '' })
  await vi.waitFor(() => expect(heard()).toHaveLength(2))
  expect(JSON.stringify(events)).not.toContain('Hush')
  // Their own comment comes after ours, so ours would have been here by now.
  await addComment(stranger.actor, words(foreign, 'x'))
  await vi.waitFor(() => expect(theirs.some((event) => event.type === 'comment')).toBe(true))
  expect(JSON.stringify(theirs)).not.toContain(generationId)
  for (const stop of stops) stop()
})
