import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takeLock } from './lock.mjs'
import { commandLineOf, endProcess, identify, isRunning } from './processes.mjs'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'maquette-lock-'))
  file = path.join(folder, 'it.lock')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A process that runs until it is killed. */
async function sleeper(code = ''): Promise<{ pid: number; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${code}; console.log('up'); setInterval(() => {}, 1000)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    pid: Number(child.pid),
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}

const lockModule = pathToFileURL(path.resolve(import.meta.dirname, 'lock.mjs')).href

describe('a lock', () => {
  test('is held by one process and tells who holds it', async () => {
    const other = await sleeper(`const { takeLock } = await import('${lockModule}'); takeLock('${file}', 'http://127.0.0.1:3000')`)
    expect(takeLock(file, 'mine')).toMatchObject({ heldBy: { pid: other.pid, note: 'http://127.0.0.1:3000' } })
    await other.kill()
  })

  test('ends with the process that held it, however that ended', async () => {
    const other = await sleeper(`const { takeLock } = await import('${lockModule}'); takeLock('${file}', '')`)
    await other.kill()
    const lock = takeLock(file, 'mine')
    expect(lock).toHaveProperty('release')
    if ('release' in lock) lock.release()
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not held by another process that was given the same number later', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'long ago', note: '' }))
    expect(takeLock(file, 'mine')).toHaveProperty('release')
  })

  test('survives a file that was cut off', () => {
    writeFileSync(file, '{"pid": 12')
    expect(takeLock(file, 'mine')).toHaveProperty('release')
  })
})

describe('a process', () => {
  test('is told apart from another with its number, named by its command and ended by a stronger signal when it must', async () => {
    const stubborn = await sleeper("process.on('SIGTERM', () => {})")
    const identity = identify(stubborn.pid)
    if (!identity) throw new Error('The process does not run.')
    expect(isRunning(identity)).toBe(true)
    expect(isRunning({ ...identity, startedAt: 'another time' })).toBe(false)
    expect(commandLineOf(stubborn.pid)).toContain('setInterval')
    const gone = await endProcess(identity, [
      { signal: 'SIGTERM', graceMs: 200 },
      { signal: 'SIGKILL', graceMs: 5_000 },
    ])
    expect(gone).toBe(true)
    expect(identify(stubborn.pid)).toBeUndefined()
  })
})
