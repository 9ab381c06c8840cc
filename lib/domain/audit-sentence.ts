import { AUDIT_ACTIONS, isAuditAction } from './audit-actions'
import { engineName } from './engine-name'
import { failureWords } from './failure-words'

/** What the sentence of a row is made of. Names are null where there is nothing by that id any more. */
export type Told = {
  actor: { kind: 'user' | 'token' | 'share' | 'anonymous' | 'system'; name: string | null; tokenName?: string | null }
  action: string
  target: { kind: string | null; id: string | null; name: string | null }
  before: unknown
  after: unknown
  /** Names of engines by id. */
  engineLabels?: Readonly<Record<string, string>>
}

/** A row in words: who, and what they did. */
export const auditSentence = (told: Told): { who: string; did: string } => ({ who: whoOf(told.actor), did: didOf(told) })

function whoOf({ kind, name, tokenName }: Told['actor']): string {
  if (kind === 'system') return name ?? 'Maquette'
  if (kind === 'anonymous') return name ?? 'Somebody'
  if (kind === 'share') return 'A guest'
  const person = name ?? 'A deleted account'
  return kind === 'token' ? `${person} (${tokenName ? `token ${tokenName}` : 'by a token'})` : person
}

const PART = /\[([^\]]*)\]/g
const VALUE = /\{([a-zA-Z.]+)\}/g

function didOf({ action, target, before, after, engineLabels = {} }: Told): string {
  // A newer version may have written what this one has no words for.
  if (!isAuditAction(action)) return action
  const valueNamed = (name: string): string | null => {
    if (name === 'target') return target.name ?? target.id
    const [side, key = ''] = name.split('.')
    const value = plain(fieldOf(side === 'before' ? before : after, key))
    if (value === null) return null
    if (key === 'engine') return engineName(value, engineLabels)
    return key === 'code' ? lowerFirst(failureWords(value).title) : value
  }
  const filled = (text: string): string | null => {
    const values = [...text.matchAll(VALUE)].map(([, name = '']) => valueNamed(name))
    if (values.includes(null)) return null
    let at = 0
    return text.replace(VALUE, () => values[at++] ?? '')
  }
  const { words } = AUDIT_ACTIONS[action]
  const parts = words.replace(PART, (_, part: string) => filled(part) ?? '')
  return filled(parts) ?? parts.replace(VALUE, 'something')
}

const lowerFirst = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined
}

function plain(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** One value of a row on one side and on the other, for a table of what changed. */
export type Change = { name: string; before: string | null; after: string | null }

/** What changed, field by field, in the order of the fields. */
export function auditChanges(before: unknown, after: unknown): Change[] {
  const [left, right] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...left.keys(), ...right.keys()])].map((name) => ({ name: spaced(name), before: shown(left, name), after: shown(right, name) }))
}

function fieldsOf(value: unknown): Map<string, unknown> {
  if (value === null || value === undefined) return new Map()
  return new Map(typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [['value', value]])
}

function shown(fields: Map<string, unknown>, name: string): string | null {
  const value = fields.get(name)
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `expiresInDays` as `expires in days`. */
const spaced = (name: string): string =>
  name.replace(/([a-z\d])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`).replaceAll('_', ' ')
