import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { AUDIT_ACTIONS, AUDIT_GROUPS, type AuditAction, actionsIn, isAuditAction } from '@/lib/domain/audit-actions'
import { presentable } from './presentable'

const root = path.resolve(import.meta.dirname, '../../..')
const files = ['lib', 'inngest', 'app'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(folder, file)),
)
const source = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]))
const RECORDER = path.join('lib', 'data', 'audit', 'record.ts')
const ACTIONS = Object.keys(AUDIT_ACTIONS) as AuditAction[]
/** Made by a template in code, or written by the database itself. */
const MADE = /^(generation\.(succeeded|failed|canceled)|output\.(approved|changes_requested|review_withdrawn)|audit\.pruned)$/

describe('the list of actions', () => {
  test('is the only way into the log: one file writes to it', () => {
    const writers = [...source].filter(([, text]) => /\b(insert|update|delete)\(\s*auditLog\b/.test(text)).map(([file]) => file)
    expect(writers).toEqual([RECORDER])
  })

  test('holds every action that code names where it records', () => {
    const named = [...source]
      .filter(([file, text]) => file !== RECORDER && /\brecordAudit\(/.test(text))
      .flatMap(([file, text]) =>
        [...text.matchAll(/\baction(?::| =)[^'\n]*'([a-z-]+\.[a-z_-]+)'(?: : '([a-z-]+\.[a-z_-]+)')?/g)].flatMap(([, ...found]) =>
          found.map((action) => [file, action]),
        ),
      )
      .filter(([, action]) => action !== undefined)
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(([, action]) => !isAuditAction(action ?? ''))).toEqual([])
  })

  test('holds none that nothing records', () => {
    const code = [...source].filter(([file]) => !file.includes('audit-actions')).map(([, text]) => text)
    expect(ACTIONS.filter((action) => !MADE.test(action) && !code.some((text) => text.includes(`'${action}'`)))).toEqual([])
  })

  test('puts each into one group of the menu, and every group has some', () => {
    for (const group of Object.keys(AUDIT_GROUPS) as (keyof typeof AUDIT_GROUPS)[]) expect(actionsIn(group).length, group).toBeGreaterThan(0)
  })
})

describe('what is kept of a value', () => {
  test('leaves out what is named like a secret, however deep', () => {
    const value = { name: 'CI', token: 'mq_123', passwordHash: 'x', nested: [{ apiKey: 'sk-1', scopes: ['read'] }], hasPassword: true }
    expect(presentable(value)).toEqual({ name: 'CI', nested: [{ scopes: ['read'] }], hasPassword: true })
  })

  test('cuts long texts and long lists', () => {
    const { prompt, ids } = presentable({ prompt: 'p'.repeat(5000), ids: Array.from({ length: 5000 }, (_, n) => n) }) as { prompt: string; ids: number[] }
    expect(prompt).toHaveLength(301)
    expect(ids).toHaveLength(50)
  })

  test('holds no bytes and nothing that JSON cannot', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(() => JSON.stringify(presentable(loop))).not.toThrow()
    expect(JSON.stringify(presentable({ at: new Date(0), work: () => 1, bytes: new Uint8Array(100_000) })).length).toBeLessThan(2000)
    expect(presentable(undefined)).toBeNull()
  })
})
