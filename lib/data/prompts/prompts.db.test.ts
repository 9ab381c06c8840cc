import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promptTemplates } from '@/db/schema'
import { codeOf } from '@/e2e/fixtures/refusal'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { newId } from '@/lib/domain/ids'
import { anonymous } from '../actor'
import { db } from '../db'
import { createPrompt, deletePrompt, restorePrompt, updatePrompt } from './mutations'
import { listPrompts, PROMPTS_MAX } from './queries'

const [owner, member, viewer, outsider] = ['usr_owner', 'usr_member', 'usr_viewer', 'usr_outsider'].map((id) => person(id))
if (!owner || !member || !viewer || !outsider) throw new Error('The people are there.')
const [team, other] = ['team_a', 'team_b']
const TEMPLATE = { name: 'Evening', body: '{{object}} at golden hour' }

let takeAway: () => Promise<void>
beforeAll(async () => {
  takeAway = await arrangeTenants([
    { userId: owner.userId, teamId: team, role: 'owner' },
    { userId: member.userId, teamId: team, role: 'member' },
    { userId: viewer.userId, teamId: team, role: 'viewer' },
    { userId: outsider.userId, teamId: other, role: 'owner' },
  ])
})
afterAll(() => takeAway())

const names = async (actor = owner, teamId = team): Promise<string[]> => (await listPrompts(actor, teamId)).map(({ name }) => name)

describe('the prompts of a team', () => {
  test('are written by members, read by viewers, and do not exist for anybody else', async () => {
    const { id } = await createPrompt(member, { teamId: team, ...TEMPLATE })
    expect(await listPrompts(viewer, team)).toMatchObject([{ id, ...TEMPLATE, createdByName: member.userId }])
    for (const actor of [outsider, anonymous]) expect(await listPrompts(actor, team)).toEqual([])
    for (const actor of [viewer, outsider, anonymous]) {
      const expected = actor === anonymous ? 'unauthenticated' : 'not_found'
      expect(await codeOf(createPrompt(actor, { teamId: team, ...TEMPLATE }))).toBe(expected)
      expect(await codeOf(updatePrompt(actor, id, { ...TEMPLATE, name: 'Mine' }))).toBe(expected)
      expect(await codeOf(deletePrompt(actor, id))).toBe(expected)
    }
    await deletePrompt(owner, id)
    for (const actor of [viewer, outsider]) expect(await codeOf(restorePrompt(actor, id))).toBe('not_found')
    expect(await names()).toEqual([])
    await restorePrompt(member, id)
    expect(await names()).toEqual(['Evening'])
    await deletePrompt(owner, id)
  })

  test('stand in the order of their last change', async () => {
    const first = await createPrompt(member, { teamId: team, name: 'First', body: 'noon' })
    const second = await createPrompt(owner, { teamId: team, name: 'Second', body: 'night' })
    expect(await names()).toEqual(['Second', 'First'])
    await updatePrompt(owner, first.id, { name: ' First again ', body: 'noon, hard light' })
    expect(await listPrompts(viewer, team)).toMatchObject([{ name: 'First again', body: 'noon, hard light' }, { name: 'Second' }])
    for (const { id } of [first, second]) await deletePrompt(owner, id)
  })

  test('are refused without a name or a text, with a sentence for the field', async () => {
    await expect(createPrompt(member, { teamId: team, name: ' ', body: ' ' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { name: 'Give the prompt a name.', body: 'Write the prompt.' },
    })
    expect(await names()).toEqual([])
  })

  test('are at most so many, also when one that was deleted comes back', async () => {
    const { id } = await createPrompt(member, { teamId: team, ...TEMPLATE })
    await deletePrompt(member, id)
    const rows = Array.from({ length: PROMPTS_MAX }, (_, i) => ({ id: newId('tpl'), teamId: team, name: `Prompt ${i}`, body: 'noon' }))
    await db().insert(promptTemplates).values(rows)
    expect(await codeOf(createPrompt(member, { teamId: team, ...TEMPLATE }))).toBe('invalid')
    expect(await codeOf(restorePrompt(member, id))).toBe('invalid')
    expect(await codeOf(createPrompt(outsider, { teamId: other, ...TEMPLATE }))).toBe('ok')
  })
})
