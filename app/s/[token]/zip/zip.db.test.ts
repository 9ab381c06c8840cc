import { expect, test, vi } from 'vitest'
import { unzip } from '@/e2e/fixtures/unzip'
import { system } from '@/lib/data/actor'
import { addOutput, succeed } from '@/lib/data/generations/mutations'
import { output, running, useTeams } from '@/lib/data/generations/testing/generations'
import { createShareLink, revokeShareLink } from '@/lib/data/share-links/mutations'
import type { NewShareLink } from '@/lib/domain/share-link'
import { readPngText } from '@/lib/platform/png-text'
import { GET } from './route'

vi.mock('next/headers', () => ({ cookies: async () => new Map(), headers: async () => new Headers() }))
vi.stubEnv('AUTH_SECRET', 'a secret of at least sixteen characters')

const PROMPT = 'A wombat in velvet'
const { team } = useTeams()

async function link(changes: Partial<NewShareLink> = {}): Promise<{ id: string; token: string }> {
  const outputIds: string[] = []
  for (let i = 0; i < 2; i++) {
    const id = await running(team, { prompt: PROMPT })
    outputIds.push((await addOutput(system, await output(team, id, 0))) ?? '')
    await succeed(system, id)
  }
  const target = { kind: 'selection' as const, outputIds }
  const options = { title: 'Round one', expiresInDays: 30, password: null, allowDownload: true, showDetails: true, allowComments: false }
  return createShareLink(team.actor, { ...options, target, teamId: team.teamId, ...changes })
}
const get = (token: string): Promise<Response> => GET(new Request('http://localhost/s/x/zip'), { params: Promise.resolve({ token }) })
const filesOf = async (token: string): Promise<Map<string, Buffer>> => unzip(Buffer.from(await (await get(token)).arrayBuffer()))

test('a visitor takes all images of a link away at once, with how they were made', async () => {
  const files = await filesOf((await link()).token)
  expect([...files.keys()].at(-1)).toBe('manifest.json')
  expect(files.size).toBe(3)
  const { images } = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '')
  for (const image of images) {
    expect(image).toMatchObject({ prompt: PROMPT, width: 24, height: 18 })
    expect(readPngText(files.get(image.file) ?? Buffer.alloc(0))).toMatchObject({ prompt: PROMPT })
  }
})

test('a link that hides prompts hides them in every file, in its name and in the manifest', async () => {
  const files = await filesOf((await link({ showDetails: false })).token)
  expect(files.size).toBe(3)
  for (const [name, bytes] of files) {
    expect(`${name} ${bytes.toString('latin1')}`.toLowerCase()).not.toMatch(/wombat|seed|plinth/)
  }
})

test('there is none where the link forbids downloads, asks for a password, or ended', async () => {
  const ended = await link()
  await revokeShareLink(team.actor, ended.id)
  for (const { token } of [await link({ allowDownload: false }), await link({ password: 'a quiet word' }), ended]) {
    const answer = await get(token)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('json')
  }
})
