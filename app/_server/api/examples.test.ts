import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWebhookSecret, signWebhook } from '@/lib/platform/webhook-signature'
import { receiverJs } from './examples'

const secret = newWebhookSecret()
const body = JSON.stringify({ type: 'generation.succeeded', timestamp: '2026-11-23T05:00:00.000Z', data: { teamId: 'team_1', generationId: 'gen_1' } })
let folder: string
let receiver: ChildProcess
let origin = ''
let said = ''

/** The program from the page for developers, as it is shown there. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-receiver-'))
  await writeFile(path.join(folder, 'receive.mjs'), receiverJs())
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => probe.close(resolve))
  origin = `http://127.0.0.1:${port}`
  receiver = spawn(process.execPath, ['receive.mjs'], {
    cwd: folder,
    env: { NODE_ENV: 'production', MAQUETTE_WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve) =>
    receiver.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('listening')) resolve()
    }),
  )
})
afterAll(async () => {
  receiver.kill()
  await rm(folder, { recursive: true, force: true })
})

const send = async (headers: Record<string, string>, sent = body): Promise<number> => (await fetch(origin, { method: 'POST', headers, body: sent })).status

test('the receiver that developers are shown takes what is signed, and nothing that was changed, is old or came without', async () => {
  const signed = signWebhook(secret, { id: 'msg_1', body, nowMs: Date.now() })
  expect(await send(signed)).toBe(204)
  await expect.poll(() => said).toContain('msg_1 generation.succeeded gen_1')
  expect(await send(signed, body.replace('gen_1', 'gen_2'))).toBe(401)
  expect(await send({ ...signed, 'webhook-id': 'msg_2' })).toBe(401)
  expect(await send({ ...signed, 'webhook-signature': `v1,AAAA ${signed['webhook-signature']}` })).toBe(204)
  expect(await send(signWebhook(newWebhookSecret(), { id: 'msg_1', body, nowMs: Date.now() }))).toBe(401)
  expect(await send(signWebhook(secret, { id: 'msg_1', body, nowMs: Date.now() - 600_000 }))).toBe(401)
  expect(await send({})).toBe(401)
})
