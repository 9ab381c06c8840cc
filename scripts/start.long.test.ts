import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Installation, type Started } from '@/e2e/fixtures/installation'
import { codeOf, formOf, Visitor } from '@/e2e/fixtures/visitor'
import { createCluster, freePort, startCluster } from './lib/postgres.mjs'
import { identify } from './lib/processes.mjs'

let drilled: Installation
const start = (overrides: Record<string, string> = {}): Started => drilled.start(overrides)

/** Only root may give a test a small disk of its own. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0
/** A picture that no compression makes small. */
const noise = (): Promise<Buffer> =>
  sharp(randomBytes(1500 * 1500 * 3), { raw: { width: 1500, height: 1500, channels: 3 } })
    .png()
    .toBuffer()

beforeAll(async () => {
  drilled = await Installation.create('drill')
})
afterEach(() => drilled.stop())
afterAll(() => drilled.remove())

describe('npm start', () => {
  test('ends everything it started when it is told to end, and keeps no lock', async () => {
    const run = start()
    await run.ready()
    const pids = Object.values(drilled.pids)
    run.process.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(pids.map(identify)).toEqual([undefined, undefined, undefined])
    expect(existsSync(path.join(drilled.data, 'supervisor.lock'))).toBe(false)
  })

  test.each(['web', 'worker'] as const)('starts the %s again when it is killed', async (name) => {
    await start().ready()
    await drilled.kill(name)
    await drilled.healthy()
  })

  test('starts Postgres again when it is killed', async () => {
    await start().ready()
    await drilled.kill('postgres')
    await drilled.healthy()
  })

  test('recovers by itself after the supervisor was killed', async () => {
    const first = start()
    await first.ready()
    const before = drilled.pids
    first.process.kill('SIGKILL')
    await first.ended()
    await start().ready()
    expect(Object.values(before).map(identify)).toEqual([undefined, undefined, undefined])
    expect(await drilled.health()).toBe(200)
  })

  test('recovers by itself after everything was killed at once', async () => {
    await start().ready()
    await drilled.killEverything()
    await start().ready()
    expect(await drilled.health()).toBe(200)
  })

  test('keeps the key of the sessions, readable for its owner alone', async () => {
    const secret = () => readFileSync(path.join(drilled.data, 'auth-secret'), 'utf8')
    const first = start()
    await first.ready()
    const kept = secret()
    first.process.kill('SIGTERM')
    await first.ended()
    await start().ready()
    expect(secret()).toBe(kept)
  })

  test('prints the link of a forgotten password, which sets a new one, once', async () => {
    const run = start()
    await run.ready()
    const [owner, forgetful] = [new Visitor(drilled.url), new Visitor(drilled.url)]
    const { email } = await owner.signUp()
    await forgetful.call('forgotPasswordAction', [undefined, formOf({ email })])
    await expect.poll(run.output).toContain(`Mail for ${email}: Reset your Maquette password`)
    const [link = '', token = ''] = new RegExp(`${drilled.url}/reset-password/([\\w-]+)`).exec(run.output()) ?? []
    expect((await forgetful.send(link)).status).toBe(200)

    const password = 'a brighter graphite room'
    const reset = async () => (await forgetful.call('resetPasswordAction', [undefined, formOf({ token, password })])).headers.get('x-action-redirect')
    expect(await reset()).toContain('/sign-in?notice=reset')
    expect(await reset()).toBeNull()
    expect((await owner.send('/api/history')).status).toBe(401)
    await forgetful.call('signInAction', [undefined, formOf({ email, password })])
    expect((await forgetful.send('/api/history')).status).toBe(200)
  })

  test.runIf(mayMount)('on a disk that fills up says so in the terminal and in the browser, loses nothing, and goes on when there is room', async () => {
    const disk = mkdtempSync(path.join(tmpdir(), 'maquette-disk-'))
    chmodSync(disk, 0o711)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=420m,mode=711', 'tmpfs', disk])
    try {
      const run = start({ MAQUETTE_DATA: path.join(disk, 'data') })
      await run.ready()
      const visitor = new Visitor(drilled.url)
      const { sceneId } = await visitor.signUp()
      expect(codeOf(await visitor.call('renameSceneAction', [sceneId, 'Kept']))).toBe('ok')
      spawnSync('dd', ['if=/dev/zero', `of=${disk}/filler`, 'bs=1M'])
      const refused = await visitor.upload('references', await noise())
      expect(refused.result).toMatchObject({ ok: false, error: { message: expect.stringContaining('The disk of this installation is full') } })
      await expect.poll(run.output, { timeout: 30_000 }).toMatch(/The disk under .* is nearly full: \d+ MB are free\. Free some space/)

      rmSync(`${disk}/filler`)
      await expect.poll(run.output, { timeout: 30_000 }).toMatch(/The disk under .* has room again/)
      expect((await visitor.upload('references', await noise())).status).toBe(201)
      expect((await visitor.send('/scenes')).text).toContain('Kept')
      run.process.kill('SIGTERM')
      expect(await run.ended()).toBe(0)

      spawnSync('dd', ['if=/dev/zero', `of=${disk}/filler`, 'bs=1M'])
      const next = start({ MAQUETTE_DATA: path.join(disk, 'data') })
      expect(await next.ended()).toBe(1)
      expect(next.output()).toMatch(/disk.* is full[\s\S]*Free some space/)
      expect(next.output()).not.toContain('    at ')
    } finally {
      await drilled.stop()
      execFileSync('umount', [disk])
      rmSync(disk, { recursive: true })
    }
  })

  test('serves on a database that is given, on every interface where that is asked for, and keeps no database of its own', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'maquette-given-'))
    chmodSync(elsewhere, 0o711)
    const cluster = { root: path.resolve(import.meta.dirname, '..'), folder: path.join(elsewhere, 'cluster'), password: 'given' }
    createCluster(cluster)
    const database = await startCluster(cluster)
    const data = path.join(drilled.data, 'given')
    try {
      const run = start({ DATABASE_URL: database.url, HOST: '0.0.0.0', MAQUETTE_DATA: data })
      await run.ready()
      const visitor = new Visitor(drilled.url)
      await visitor.signUp()
      expect((await visitor.send('/api/history')).status).toBe(200)
      for (const name of ['postgres', 'postgres-folder', 'postgres-password']) expect(existsSync(path.join(data, name))).toBe(false)
      const outside = Object.values(networkInterfaces())
        .flatMap((each) => each ?? [])
        .find(({ internal, family }) => !internal && family === 'IPv4')
      if (outside) expect((await fetch(`http://${outside.address}:${drilled.port}/api/health`)).status).toBe(200)
    } finally {
      await drilled.stop()
      await database.stop()
      rmSync(elsewhere, { recursive: true })
    }
  })

  test('says plainly that it already runs on this data, and where', async () => {
    await start().ready()
    const second = start({ PORT: String(await freePort()) })
    expect(await second.ended()).toBe(1)
    expect(second.output()).toContain(`Maquette already runs on this data, at ${drilled.url}`)
    expect(await drilled.health()).toBe(200)
  })

  test('as npm run dev serves pages and takes work from the sources, and ends everything as well', async () => {
    const run = drilled.start({}, 'scripts/dev.mjs')
    await run.ready()
    expect(await (await fetch(drilled.url)).text()).toContain('<h1')
    await drilled.healthy()
    const pids = Object.values(drilled.pids)
    run.process.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(pids.map(identify)).toEqual([undefined, undefined, undefined])
  })

  test('names every setting that cannot be used at once, and starts nothing', async () => {
    const run = start({ PORT: 'eighty', AUTH_GITHUB_ID: 'id', SMTP_URL: 'smtp://someone:hush@mail.example.com' })
    expect(await run.ended()).toBe(1)
    for (const name of ['PORT', 'AUTH_GITHUB_SECRET', 'AUTH_URL']) expect(run.output()).toContain(`  ${name} is`)
    expect(run.output()).not.toMatch(/hush|Database|Built/)
  })

  test('says what to do when the port is taken', async () => {
    const other = createServer().listen(drilled.port, '127.0.0.1')
    await once(other, 'listening')
    const run = start()
    expect(await run.ended()).toBe(1)
    expect(run.output()).toMatch(new RegExp(`Port ${drilled.port} is taken.*PORT=\\d+ npm start`, 's'))
    other.close()
  })

  test('names the database that does not answer, without its password', async () => {
    const free = await freePort()
    const run = start({ DATABASE_URL: `postgres://someone:hush@127.0.0.1:${free}/maquette` })
    expect(await run.ended()).toBe(1)
    expect(run.output()).toContain(`No Postgres answers at 127.0.0.1:${free}`)
    expect(run.output()).not.toContain('hush')
  })
})
