import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { testRun } from '../testing/engine-run'
import { createProviderFetch } from './provider-fetch'

const servers: Server[] = []
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const json = { 'content-type': 'application/json' }
const PICTURE = new Uint8Array(600).map((_, i) => (i * 7) % 256)

describe('what is kept of a request and its answer', () => {
  test('is their JSON, with hashes in place of bytes and without the key, wherever it stands', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, json)
      response.end(JSON.stringify({ image: Buffer.from(PICTURE).toString('base64'), note: 'for key-123456', url: 'https://x.example/a?sig=abc&n=1' }))
    })
    const run = testRun()
    const body = JSON.stringify({ prompt: 'a lighthouse', picture: `data:image/png;base64,${Buffer.from(PICTURE).toString('base64')}`, api_key: 'other' })
    const answer = await createProviderFetch({ run })(`${base}/make?key=key-123456`, {
      method: 'POST',
      headers: { ...json, authorization: 'Bearer key-123456' },
      body,
    })
    expect(await answer.json()).toMatchObject({ note: 'for key-123456' })
    expect(run.exchanges).toEqual([
      {
        request: {
          method: 'POST',
          url: `${base}/make?key=%E2%80%A6`,
          body: { prompt: 'a lighthouse', picture: { sha256: sha256(PICTURE), bytes: 600, mime: 'image/png' }, api_key: '…' },
        },
        response: { status: 200, body: { image: { sha256: sha256(PICTURE), bytes: 600 }, note: 'for …', url: 'https://x.example/a?sig=%E2%80%A6&n=1' } },
      },
    ])
  })

  test('of a form is the list of its fields in their order, files as hashes', async () => {
    const base = await serve((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(PICTURE))
    const run = testRun()
    const form = new FormData()
    form.append('prompt', 'a vase')
    form.append('image[]', new Blob([PICTURE], { type: 'image/png' }))
    form.append('image[]', new Blob([PICTURE.slice(1)], { type: 'image/png' }))
    const answer = await createProviderFetch({ run })(`${base}/edit`, { method: 'POST', body: form })
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PICTURE)
    expect(run.exchanges[0]).toMatchObject({
      request: {
        body: [
          { name: 'prompt', value: 'a vase' },
          { name: 'image[]', value: { sha256: sha256(PICTURE), bytes: 600, mime: 'image/png' } },
          { name: 'image[]', value: { sha256: sha256(PICTURE.slice(1)), bytes: 599 } },
        ],
      },
      response: { body: { sha256: sha256(PICTURE), bytes: 600, mime: 'image/png' } },
    })
  })

  test('is cut where it is long, and its hash tells what was there', async () => {
    const base = await serve((_, response) => response.writeHead(200, json).end(JSON.stringify(Array.from({ length: 60 }, () => 'a b '.repeat(900)))))
    const run = testRun()
    await createProviderFetch({ run })(base)
    expect(run.exchanges[0]?.response.body).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), length: expect.any(Number) })
    expect(JSON.stringify(run.exchanges[0]).length).toBeLessThan(10_000)
  })

  test('of asking again is kept once for each different answer', async () => {
    let asked = 0
    const base = await serve((_, response) => response.writeHead(200, json).end(JSON.stringify({ status: ++asked < 4 ? 'working' : 'ready' })))
    const run = testRun()
    const send = createProviderFetch({ run })
    for (let i = 0; i < 5; i++) await send(`${base}/job`)
    expect(run.exchanges.map(({ response }) => response.body)).toEqual([{ status: 'working' }, { status: 'ready' }])
  })

  test('of a line that broke is that no answer came', async () => {
    const base = await serve((_, response) => void response.destroy())
    const run = testRun()
    await expect(createProviderFetch({ run })(base, { method: 'POST', body: '{}' })).rejects.toThrow(/fetch failed/)
    expect(run.exchanges).toMatchObject([{ response: { status: null, body: 'TypeError: fetch failed' } }])
  })
})

describe('work that a provider accepts', () => {
  /** Counts submissions and answers them with an id. */
  async function queue() {
    const submitted: string[] = []
    const base = await serve(async (request, response) => {
      if (request.method === 'POST') submitted.push(await textOf(request))
      response.writeHead(200, json).end(JSON.stringify(request.method === 'POST' ? { id: `job-${submitted.length}` } : { status: 'ready' }))
    })
    return { base, submitted }
  }

  test('is kept before the client learns of it', async () => {
    const { base } = await queue()
    const order: string[] = []
    const run = testRun()
    run.job.keep = async (ref) => void order.push(ref)
    const answer = await createProviderFetch({ run, resumable: true })(base, { method: 'POST', body: '{"prompt":"x"}' })
    order.push('client')
    expect(await answer.json()).toEqual({ id: 'job-1' })
    expect(order).toEqual([JSON.stringify({ status: 200, body: '{"id":"job-1"}' }), 'client'])
  })

  test('is not sent again when it is taken up: the client gets the answer of then, and only asks', async () => {
    const { base, submitted } = await queue()
    const first = testRun()
    await createProviderFetch({ run: first, resumable: true })(base, { method: 'POST', body: '{}' })
    const run = testRun({ ref: first.kept[0] })
    const send = createProviderFetch({ run, resumable: true })
    expect(await (await send(base, { method: 'POST', body: '{}' })).json()).toEqual({ id: 'job-1' })
    expect(await (await send(`${base}/job-1`)).json()).toEqual({ status: 'ready' })
    expect(submitted).toHaveLength(1)
    expect(run.kept).toEqual([])
  })

  test('is told from other requests where a provider has several, and a refusal is not kept', async () => {
    const base = await serve((request, response) => response.writeHead(request.url === '/run' ? 422 : 200, json).end('{}'))
    const run = testRun()
    const send = createProviderFetch({ run, resumable: ({ url }) => url.endsWith('/run') })
    await send(`${base}/upload`, { method: 'POST', body: '{}' })
    await send(`${base}/run`, { method: 'POST', body: '{}' })
    expect(run.kept).toEqual([])
  })
})

test('a key is never carried to another address by a redirect', async () => {
  let carried: string | undefined
  const elsewhere = await serve((request, response) => {
    carried = String(request.headers['x-key'])
    response.end()
  })
  const base = await serve((_, response) => response.writeHead(307, { location: elsewhere }).end())
  await expect(createProviderFetch({ run: testRun() })(base, { headers: { 'x-key': 'secret-key' } })).rejects.toThrow(/fetch failed/)
  expect(carried).toBeUndefined()
})
