import { describe, expect, test } from 'vitest'
import { AUDIT_ACTIONS, type AuditAction } from './audit-actions'
import { auditChanges, auditSentence, type Told } from './audit-sentence'

const told = (row: Partial<Told>): Told => ({
  actor: { kind: 'user', name: 'Ada' },
  action: 'member.role-changed',
  target: { kind: 'user', id: 'usr_1', name: 'Grace' },
  before: null,
  after: null,
  ...row,
})
const text = (row: Partial<Told>): string => Object.values(auditSentence(told(row))).join(' ')

describe('a row of the audit log in words', () => {
  test('says who did what to whom, and from what to what', () => {
    expect(text({ before: { role: 'member' }, after: { role: 'admin' } })).toBe('Ada changed the role of Grace from member to admin')
  })

  test('leaves out what the row does not hold', () => {
    expect(text({})).toBe('Ada changed the role of Grace')
  })

  test('names by its id what is gone, and a person whose account is gone not at all', () => {
    expect(text({ actor: { kind: 'user', name: null }, target: { kind: 'user', id: 'usr_9', name: null } })).toBe('A deleted account changed the role of usr_9')
  })

  test.each([
    [{ kind: 'system', name: null }, 'Maquette'],
    [{ kind: 'anonymous', name: null }, 'Somebody'],
    [{ kind: 'share', name: null }, 'A guest'],
    [{ kind: 'token', name: 'Ada', tokenName: 'Nightly' }, 'Ada (token Nightly)'],
    [{ kind: 'token', name: 'Ada', tokenName: null }, 'Ada (by a token)'],
  ] as const)('says who acted for %o', (actor, who) => {
    expect(auditSentence(told({ actor })).who).toBe(who)
  })

  test('says by which engine, and why it failed, as the rest of the product does', () => {
    const image = { target: { kind: 'generation', id: 'gen_1', name: null }, engineLabels: { studio: 'Studio' } }
    expect(text({ ...image, action: 'generation.requested', after: { engine: 'studio' } })).toBe('Ada asked for images with Studio')
    expect(text({ ...image, action: 'generation.requested', after: { engine: 'comfyui:wfl_1' } })).toBe('Ada asked for images with ComfyUI workflow')
    expect(text({ ...image, action: 'generation.failed', after: { code: 'rejected' } })).toBe('Ada could not make images: refused by the provider')
  })

  test('gives the bare name of an action that a newer version wrote', () => {
    expect(text({ action: 'future.thing' })).toBe('Ada future.thing')
  })

  test.each(Object.keys(AUDIT_ACTIONS) as AuditAction[])('has words without gaps for %s, with and without values', (action) => {
    for (const side of [null, {}]) {
      const { did } = auditSentence(told({ action, before: side, after: side, target: { kind: null, id: null, name: null } }))
      expect(did).toMatch(/^[a-z]/)
      expect(did).not.toMatch(/[[\]{}]| {2}|undefined|null/)
    }
  })
})

describe('what changed', () => {
  test('is told field by field, in plain words', () => {
    expect(auditChanges({ role: 'member' }, { role: 'admin', expiresInDays: 7, hasPassword: true, tags: ['a'] })).toEqual([
      { name: 'role', before: 'member', after: 'admin' },
      { name: 'expires in days', before: null, after: '7' },
      { name: 'has password', before: null, after: 'yes' },
      { name: 'tags', before: null, after: '["a"]' },
    ])
  })
})
