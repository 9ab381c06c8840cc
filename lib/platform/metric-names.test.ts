import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isTest, readSources } from '@/scripts/lib/check/sources.mjs'

const ROOT = process.cwd()
const MADE = /\b(?:counter|histogram|gauge)(?:<[^(]*>)?\(\s*'(maquette_\w+)'/g
const WRITTEN = /^\|.*?\|/gm

test('every metric is explained in docs/operations.md, and no other is', () => {
  const made = readSources(ROOT)
    .filter(({ file }) => !isTest(file))
    .flatMap(({ text }) => [...text.matchAll(MADE)].map(([, name]) => name))
  const rows = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8').match(WRITTEN) ?? []
  const explained = rows.flatMap((row) => [...row.matchAll(/`(maquette_\w+)`/g)].map(([, name]) => name))
  expect(made.length).toBeGreaterThan(8)
  expect([...new Set(explained)].sort()).toEqual([...new Set(made)].sort())
})
