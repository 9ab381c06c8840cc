import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { judgeSettings } from '@/lib/platform/settings.mjs'

const ROOT = process.cwd()
const compose = readFileSync(path.join(ROOT, 'deploy/compose.yaml'), 'utf8')
const dockerfile = readFileSync(path.join(ROOT, 'deploy/Dockerfile'), 'utf8')
/** What whoever runs it writes into deploy/.env, as the file itself says. */
const GIVEN: Record<string, string> = {
  POSTGRES_PASSWORD: 'a1b2c3d4e5f6a7b8',
  AUTH_SECRET: 'a secret of thirty-two characters',
  ENCRYPTION_KEY: 'another one of thirty-two characters',
  INNGEST_EVENT_KEY: 'a1b2c3d4',
  INNGEST_SIGNING_KEY: 'a1b2c3d4e5f6',
  AUTH_URL: 'https://maquette.example.com',
}
/** `${NAME:?}` has to be given, `${NAME:-this}` has a default. */
const filled = (value: string): string => value.replace(/\$\{(\w+)(?::-([^}]*)|:\?)?\}/g, (_, name: string, or?: string) => GIVEN[name] ?? or ?? '')

describe('the compose file', () => {
  const services = compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nconfigs:'))

  test('has web, worker, Inngest, Postgres and Redis', () => {
    expect([...services.matchAll(/^ {2}([a-z]+):$/gm)].map(([, name]) => name).sort()).toEqual(['inngest', 'postgres', 'redis', 'web', 'worker'])
  })

  test('gives web and worker settings that both take, without a mistake or a warning', () => {
    const block = compose.slice(compose.indexOf('environment: &environment'), compose.indexOf('\nservices:'))
    const entries = [...block.matchAll(/^ {4}([A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, filled(value).replace(/^'(.*)'$/, '$1')])
    const environment = Object.fromEntries(entries)
    expect(Object.keys(environment)).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_KEY', 'INNGEST_EVENT_KEY', 'MAQUETTE_WORKER_URL']),
    )
    expect(judgeSettings(environment)).toEqual({ mistakes: [], warnings: [] })
  })

  test('names the version of every image, and the SDK for which that of Inngest was chosen', () => {
    const images = [...services.matchAll(/^ {4}image: \S+?:(\S+)$/gm)].map(([, tag]) => tag)
    expect(images).toHaveLength(3)
    for (const tag of images) expect(tag).toMatch(/^v?\d/)
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { dependencies: { inngest: string } }
    expect(services).toContain(`SDK in package.json came out (${dependencies.inngest},`)
  })

  test('names what has to be given, all of it in its first lines', () => {
    const head = compose.slice(0, compose.indexOf('x-maquette'))
    for (const [, name] of compose.matchAll(/\$\{(\w+):\?\}/g)) expect(head).toContain(`${name}=`)
  })
})

test('the commands in the containers are files that are there', () => {
  const commands = [...`${compose}\n${dockerfile}`.matchAll(/scripts\/[a-z-]+\.mjs/g)].map(([file]) => file)
  expect(new Set(commands)).toEqual(new Set(['scripts/web.mjs', 'scripts/worker.mjs']))
  for (const file of commands) expect(existsSync(path.join(ROOT, file))).toBe(true)
})

test.each([
  ['deploy/Dockerfile', /It has not been run where it was written/],
  ['deploy/compose.yaml', /It has not been run where it was written/],
  ['docs/deployment.md', /\*\*Neither was run: there is no Docker where they were written\.\*\*/],
  ['docs/deployment.md', /\*\*It was not run on Vercel\.\*\*/],
])('%s says plainly that it could not be run: %s', (file, words) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8').replace(/\s+#?\s*/g, ' ')).toMatch(words)
})
