import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDiskStore } from './disk-store'

const failing = vi.hoisted(() => ({ code: '' }))

/** The real file system, except that writing fails with `failing.code` when it is set: a full disk is hard to come by. */
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return {
    ...real,
    open: async (...parameters: Parameters<typeof real.open>) => {
      const handle = await real.open(...parameters)
      if (failing.code) handle.writeFile = () => Promise.reject(Object.assign(new Error('write failed'), { code: failing.code }))
      return handle
    },
  }
})

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-disk-'))
})
afterEach(async () => {
  failing.code = ''
  await rm(folder, { recursive: true, force: true })
})

test.each([
  { code: 'ENOSPC', says: 'disk of this installation is full' },
  { code: 'EDQUOT', says: 'disk of this installation is full' },
  { code: 'EROFS', says: 'check that it is there and can be written' },
])('tells the user in a sentence about $code, and leaves no half file', async ({ code, says }) => {
  const store = createDiskStore(folder)
  failing.code = code
  await expect(store.put('teams/t/a', Buffer.from('bytes'), { mime: 'image/png' })).rejects.toMatchObject({
    code: 'unavailable',
    userMessage: expect.stringContaining(says),
  })
  expect(await readdir(path.join(folder, 'tmp'))).toEqual([])
  expect(await store.exists('teams/t/a')).toBe(false)
})

test('keeps the old bytes when writing the new ones fails', async () => {
  const store = createDiskStore(folder)
  await store.put('teams/t/a', Buffer.from('old'), { mime: 'image/png' })
  failing.code = 'ENOSPC'
  await expect(store.put('teams/t/a', Buffer.from('new'), { mime: 'image/png' })).rejects.toThrow()
  failing.code = ''
  const body = await store.read('teams/t/a')
  expect(await new Response(body.stream).text()).toBe('old')
})

test('clears temporary files that a dead process left, and no younger ones', async () => {
  await mkdir(path.join(folder, 'tmp'))
  for (const name of ['old', 'young']) await writeFile(path.join(folder, 'tmp', name), 'x')
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  await utimes(path.join(folder, 'tmp', 'old'), twoHoursAgo, twoHoursAgo)
  await createDiskStore(folder).put('teams/t/a', Buffer.from('x'), { mime: 'image/png' })
  expect(await readdir(path.join(folder, 'tmp'))).toEqual(['young'])
})

test('reads an empty file', async () => {
  const store = createDiskStore(folder)
  await store.put('teams/t/empty', new Uint8Array(0), { mime: 'text/plain' })
  expect(await store.read('teams/t/empty')).toMatchObject({ byteSize: 0, totalByteSize: 0 })
  expect((await stat(path.join(folder, 'teams/t/empty'))).size).toBe(0)
})
