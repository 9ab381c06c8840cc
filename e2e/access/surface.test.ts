import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ACTIONS, PAGES, ROUTES } from './surface'

const root = path.resolve(import.meta.dirname, '../..')
const METHODS = /\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g

const filesOf = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(folder, file))
const source = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const addressOf = (file: string): string =>
  path
    .dirname(file)
    .replace(/^app/, '')
    .replace(/\/\([^)]+\)/g, '') || '/'

describe('the list of what answers a request', () => {
  test('holds every page', () => {
    const pages = filesOf('app').filter((file) => path.basename(file) === 'page.tsx')
    expect(pages.map(addressOf).sort()).toEqual(Object.keys(PAGES).sort())
  })

  test('holds every method of every route', () => {
    const routes = filesOf('app').filter((file) => path.basename(file) === 'route.ts')
    const exported = routes.flatMap((file) => {
      const lines = source(file)
        .split('\n')
        .filter((line) => line.startsWith('export '))
      return lines.flatMap((line) => (line.split(/=|\(/)[0]?.match(METHODS) ?? []).map((method) => `${method} ${addressOf(file)}`))
    })
    expect(exported.length).toBeGreaterThanOrEqual(routes.length)
    expect(exported.sort()).toEqual(Object.keys(ROUTES).sort())
  })

  test('holds every server action', () => {
    const marked = [...filesOf('app'), ...filesOf('components'), ...filesOf('lib')].filter((file) => /^\s*['"]use server['"]/m.test(source(file)))
    // An action inside another function would be found by nobody who looks for exports.
    for (const file of marked) expect(source(file), file).toMatch(/^'use server'\n/)
    const exported = marked.flatMap((file) => [...source(file).matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map((match) => match[1] ?? ''))
    expect(exported.sort()).toEqual(Object.keys(ACTIONS).sort())
  })
})
