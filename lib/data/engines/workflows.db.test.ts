import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { auditLog, workflows } from '@/db/schema'
import { codeOf } from '@/e2e/fixtures/refusal'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { WORKFLOWS_MAX } from '@/lib/domain/team-workflow'
import { loadEngine } from '@/lib/engines/registry'
import { system } from '../actor'
import { db } from '../db'
import { listEnginesOf } from './queries'
import { engineSettings } from './settings'
import { listWorkflows } from './workflow-queries'
import { createWorkflow, deleteWorkflow } from './workflows'

const TEAM = 'team_one'
const OTHER = 'team_two'
const [owner, admin, member, viewer, outsider] = ['usr_owner', 'usr_admin', 'usr_member', 'usr_viewer', 'usr_outsider'].map(person)
if (!owner || !admin || !member || !viewer || !outsider) throw new Error('unreachable')

let takeAway: () => Promise<void>
beforeAll(async () => {
  vi.stubEnv('COMFYUI_BASE_URL', 'http://127.0.0.1:8188')
  vi.stubEnv('COMFYUI_TEAM_WORKFLOWS', 'on')
  takeAway = await arrangeTenants([
    { userId: 'usr_owner', teamId: TEAM, role: 'owner' },
    { userId: 'usr_admin', teamId: TEAM, role: 'admin' },
    { userId: 'usr_member', teamId: TEAM, role: 'member' },
    { userId: 'usr_viewer', teamId: TEAM, role: 'viewer' },
    { userId: 'usr_outsider', teamId: OTHER, role: 'owner' },
  ])
})
afterAll(() => takeAway())
beforeEach(async () => {
  await db().delete(workflows)
})

const sent = {
  graph: {
    '2': { class_type: 'CLIPTextEncode', inputs: { text: '' } },
    '5': { class_type: 'KSampler', inputs: { seed: 1, positive: ['2', 0] } },
    '7': { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'a' } },
  },
  output: '7',
  slots: { prompt: { node: '2', input: 'text' }, seed: { node: '5', input: 'seed' } },
}
const create = (actor = admin, name = 'House style', what: unknown = sent) => createWorkflow(actor, { teamId: TEAM, name, sent: what })
const ids = async (teamId: string, actor = member) => (await listEnginesOf(actor, teamId)).map(({ capabilities }) => capabilities.id)

describe("a team's workflow", () => {
  test('is an engine for that team alone, in the menu and for the worker', async () => {
    const { id } = await create()
    expect(await ids(TEAM, viewer)).toContain(`comfyui:${id}`)
    expect(await ids(OTHER, outsider)).not.toContain(`comfyui:${id}`)
    const engine = await loadEngine(`comfyui:${id}`, await engineSettings(system, TEAM))
    expect(engine).toMatchObject({ id: `comfyui:${id}`, capabilities: { label: 'House style', seed: true, canvas: 'unsupported' } })
    await expect(loadEngine(`comfyui:${id}`, await engineSettings(system, OTHER))).rejects.toMatchObject({ code: 'not_configured' })
    expect(await listWorkflows(viewer, TEAM)).toMatchObject([{ id, name: 'House style' }])
    expect(await listWorkflows(outsider, TEAM)).toEqual([])
  })

  test('is brought and taken away by owners and admins, and does not exist for others', async () => {
    for (const actor of [member, viewer, outsider]) expect(await codeOf(create(actor))).toBe('not_found')
    const { id } = await create(owner)
    for (const actor of [member, viewer, outsider]) expect(await codeOf(deleteWorkflow(actor, id))).toBe('not_found')
    await deleteWorkflow(admin, id)
    expect(await codeOf(deleteWorkflow(admin, id))).toBe('not_found')
    expect(await ids(TEAM)).not.toContain(`comfyui:${id}`)
    const entries = await db().select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.targetId, id))
    expect(entries.map(({ action }) => action).sort()).toEqual(['workflow.created', 'workflow.deleted'])
  })

  test('is refused without a name, out of shape and above the limit', async () => {
    expect(await codeOf(create(admin, ' '))).toBe('invalid')
    expect(await codeOf(create(admin, 'House style', { ...sent, output: '5' }))).toBe('invalid')
    for (let i = 0; i < WORKFLOWS_MAX; i++) await create(admin, `Style ${i}`)
    expect(await codeOf(create())).toBe('invalid')
  })
})
