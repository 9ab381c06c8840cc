import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import { checkComfyUi } from './check-comfyui'

const ending: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

/** A server that is not ComfyUI. */
async function startOther(status: number, body: string, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ending.push(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a ComfyUI that runs answers with its version, and gets name and password as a header', async () => {
  const comfyUi = await startComfyUi()
  ending.push(comfyUi.close)
  expect(await checkComfyUi(comfyUi.baseUrl.replace('http://', 'http://ada:a%20word@'))).toEqual({ kind: 'answers', version: '0.3.64' })
  expect(comfyUi.authorizations).toEqual([`Basic ${Buffer.from('ada:a word').toString('base64')}`])
  expect(comfyUi.prompts).toEqual([])
})

test.each([
  ['a refusal', 401, '', 'refused'],
  ['an error of its own', 502, 'Bad gateway', 'unreachable'],
  ['another page', 200, '<html>Welcome</html>', 'not_comfyui'],
  ['other JSON', 200, '{"system":"fine"}', 'not_comfyui'],
  ['nothing under that name', 404, '{}', 'not_comfyui'],
])('%s is told apart', async (_, status, body, kind) => {
  expect(await checkComfyUi(await startOther(status, body))).toEqual({ kind })
})

test('a redirect is not followed', async () => {
  const comfyUi = await startComfyUi()
  ending.push(comfyUi.close)
  expect(await checkComfyUi(await startOther(302, '', { location: `${comfyUi.baseUrl}/system_stats` }))).toEqual({ kind: 'not_comfyui' })
  expect(comfyUi.authorizations).toEqual([])
})

test('where nothing listens, nothing answers', async () => {
  expect(await checkComfyUi('http://127.0.0.1:9')).toEqual({ kind: 'unreachable' })
})
