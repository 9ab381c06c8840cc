import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ComfyUiServer, startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { anonymous } from '../actor'
import { testComfyUi } from './comfyui-test'

let comfyUi: ComfyUiServer
let takeAway: () => Promise<void>
beforeAll(async () => {
  comfyUi = await startComfyUi()
  vi.stubEnv('COMFYUI_BASE_URL', comfyUi.baseUrl)
  takeAway = await arrangeTenants([
    { userId: 'usr_admin', teamId: 'team_one', role: 'admin' },
    { userId: 'usr_member', teamId: 'team_one', role: 'member' },
    { userId: 'usr_outsider', teamId: 'team_two', role: 'owner' },
  ])
})
afterAll(async () => {
  await takeAway()
  await comfyUi.close()
})

test('an admin of a team asks whether the ComfyUI answers, nobody else, and five times a minute at most', async () => {
  for (const actor of [person('usr_member'), person('usr_outsider')]) {
    await expect(testComfyUi(actor, 'team_one')).rejects.toMatchObject({ code: 'not_found' })
  }
  await expect(testComfyUi(anonymous, 'team_one')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(comfyUi.authorizations).toEqual([])

  for (let i = 0; i < 5; i++) expect(await testComfyUi(person('usr_admin'), 'team_one')).toEqual({ kind: 'answers', version: '0.3.64' })
  await expect(testComfyUi(person('usr_admin'), 'team_one')).rejects.toMatchObject({ code: 'rate_limited' })
})
