import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { execute } from './execute.mjs'
import { identify } from './processes.mjs'

const cwd = import.meta.dirname
const module = pathToFileURL(path.resolve(cwd, 'execute.mjs')).href

describe('a program that a command runs', () => {
  test('gives its status and everything it printed', async () => {
    expect(await execute(process.execPath, ['-e', "console.log('out'); console.error('err'); process.exit(3)"], { cwd })).toEqual({
      status: 3,
      output: 'out\nerr',
      late: false,
    })
  })

  test('that does not exist has a status of its own', async () => {
    expect((await execute('no-such-program-anywhere', [], { cwd })).status).toBe(127)
  })

  test('is ended when its time is over, and says that this was why', async () => {
    const { status, late } = await execute(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { cwd, timeoutMs: 300 })
    expect({ failed: status !== 0, late }).toEqual({ failed: true, late: true })
  })

  test('does not outlive the command, even when that is killed', async () => {
    const program = "console.log('pid ' + process.pid); setInterval(() => {}, 1000)"
    const command = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { execute } = await import('${module}'); await execute(process.execPath, ['-e', ${JSON.stringify(program)}], { cwd: '.', show: true })`,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [printed] = await once(command.stdout, 'data')
    const pid = Number(/pid (\d+)/.exec(String(printed))?.[1])
    expect(identify(pid)).toBeDefined()
    command.kill('SIGKILL')
    await vi.waitUntil(() => identify(pid) === undefined, { timeout: 5_000 })
  })

  test('may start processes of its own that have a channel of their own', async () => {
    const worker = "process.on('message', () => process.send('done'))"
    const program = `
      const { writeFileSync } = require('node:fs')
      const file = require('node:path').join(require('node:os').tmpdir(), 'maquette-worker-' + process.pid + '.cjs')
      writeFileSync(file, ${JSON.stringify(worker)})
      const child = require('node:child_process').fork(file)
      child.send('work')
      child.on('message', (answer) => { console.log(answer); child.kill(); require('node:fs').rmSync(file) })`
    expect(await execute(process.execPath, ['-e', program], { cwd })).toEqual({ status: 0, output: 'done', late: false })
  })
})
