import { createHash } from 'node:crypto'
import type { JsonValue } from '@/lib/domain/provider-exchange'

/** More of a text tells nobody anything; the longest prompt fits. */
const TEXT_LENGTH_MAX = 4_000
const ITEMS_MAX = 64
const DEPTH_MAX = 12
/** Encoded bytes are longer than any word that somebody typed. */
const BASE64_LENGTH_MIN = 256
/** One side of an exchange that is still longer than this is kept as its hash alone. */
const JSON_LENGTH_MAX = 64_000
const SECRET_NAME = /^(x-)?(api[-_]?key|key|token|access[-_]?token|secret|signature|sig|password|authorization)$|credential|x-amz-|x-goog-/i

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What stands in place of bytes. */
const describeBytes = (bytes: Uint8Array, mime: string | null): JsonValue => ({
  sha256: sha256(bytes),
  bytes: bytes.byteLength,
  ...(mime ? { mime } : {}),
})

/** Replaces the values that must not be written down, such as the key of this installation, wherever they turn up. */
export type Hide = (text: string) => string

/** An address without what lets in: its user, and the values of query fields that sound like a secret. */
export function describeUrl(text: string, hide: Hide): string {
  if (!URL.canParse(text)) return hide(text)
  const url = new URL(text)
  url.username = ''
  url.password = ''
  for (const name of [...url.searchParams.keys()]) if (SECRET_NAME.test(name)) url.searchParams.set(name, '…')
  return hide(url.href)
}

/** A body as it is kept: JSON in full but for bytes and secrets, forms as a list of their fields, everything else as text or as a hash. */
export async function describeBody(body: unknown, mime: string | null, hide: Hide): Promise<JsonValue> {
  const described = await describe(body, mime, hide)
  const json = JSON.stringify(described)
  return json.length <= JSON_LENGTH_MAX ? described : { sha256: sha256(json), length: json.length, start: json.slice(0, TEXT_LENGTH_MAX) }
}

async function describe(body: unknown, mime: string | null, hide: Hide): Promise<JsonValue> {
  if (body === null || body === undefined) return null
  if (body instanceof FormData) return describeForm(body, hide)
  if (body instanceof URLSearchParams)
    return describe(
      [...body.entries()].map(([name, value]) => ({ name, value })),
      null,
      hide,
    )
  if (body instanceof Blob) return describeBytes(new Uint8Array(await body.arrayBuffer()), body.type || mime)
  if (body instanceof ArrayBuffer) return describe(new Uint8Array(body), mime, hide)
  if (body instanceof Uint8Array) return isText(mime) ? describeText(new TextDecoder().decode(body), mime, hide) : describeBytes(body, mime)
  if (typeof body === 'string') return describeText(body, mime, hide)
  return describeJson(body, hide, 0)
}

/** In their order: it says which picture is which. */
async function describeForm(form: FormData, hide: Hide): Promise<JsonValue> {
  const fields: JsonValue[] = []
  for (const [name, value] of form.entries()) {
    fields.push({ name, value: typeof value === 'string' ? describeString(value, hide) : await describe(value, null, hide) })
  }
  return fields
}

const isText = (mime: string | null): boolean => mime !== null && /json|^text\/|x-www-form-urlencoded|xml/i.test(mime)

function describeText(text: string, mime: string | null, hide: Hide): JsonValue {
  if (mime === null || /json/i.test(mime)) {
    try {
      return describeJson(JSON.parse(text), hide, 0)
    } catch {
      // Cut off, or never JSON: kept as the text that came.
    }
  }
  return describeString(text, hide)
}

function describeJson(value: unknown, hide: Hide, depth: number): JsonValue {
  if (typeof value === 'string') return describeString(value, hide)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object') return null
  if (depth >= DEPTH_MAX) return '…'
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS_MAX).map((item) => describeJson(item, hide, depth + 1))
    return value.length > ITEMS_MAX ? [...items, `… ${value.length - ITEMS_MAX} more`] : items
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, SECRET_NAME.test(name) && typeof item === 'string' ? '…' : describeJson(item, hide, depth + 1)]),
  )
}

function describeString(text: string, hide: Hide): JsonValue {
  const data = /^data:([^;,]*)(?:;[^,]*)?;base64,/.exec(text.slice(0, 200))
  if (data) return describeBytes(Buffer.from(text.slice(data[0].length), 'base64'), data[1] || null)
  if (text.length >= BASE64_LENGTH_MIN && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return describeBytes(Buffer.from(text, 'base64'), null)
  const shown = /^https?:\/\//.test(text) ? describeUrl(text, hide) : hide(text)
  return shown.length > TEXT_LENGTH_MAX ? `${shown.slice(0, TEXT_LENGTH_MAX)}… ${shown.length} characters` : shown
}
