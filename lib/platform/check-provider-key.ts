import type { KeyFamily, KeyTestResult } from '@/lib/domain/engine-keys'

const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 1_000_000

type Probe = {
  url: string
  headers: (key: string) => Record<string, string>
  /** What is left to spend, where the answer says so. */
  balance?: (body: unknown) => number | null
}

const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })

/**
 * For each provider one documented call that needs the key, makes nothing and costs nothing. Addresses are fixed: nothing
 * that a user types becomes one.
 */
const PROBES: Record<KeyFamily, Probe> = {
  // https://ai.google.dev/api/models: models.list
  google: { url: 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1', headers: (key) => ({ 'x-goog-api-key': key }) },
  // https://platform.openai.com/docs/api-reference/models/list
  openai: { url: 'https://api.openai.com/v1/models', headers: bearer },
  // https://vercel.com/docs/ai-gateway/usage: the list of models is open to everybody and would prove nothing.
  gateway: { url: 'https://ai-gateway.vercel.sh/v1/credits', headers: bearer, balance: (body) => numberAt(body, 'balance') },
  // https://docs.bfl.ai/api-reference/get-the-users-credits
  'black-forest-labs': { url: 'https://api.bfl.ai/v1/credits', headers: (key) => ({ 'x-key': key }), balance: (body) => numberAt(body, 'credits') },
  // https://docs.fal.ai/platform-apis/v1/models/pricing: what a model costs, told to holders of a key alone.
  fal: { url: 'https://api.fal.ai/v1/models/pricing?endpoint_id=fal-ai/flux/dev', headers: (key) => ({ authorization: `Key ${key}` }) },
  // https://replicate.com/docs/reference/http#account.get
  replicate: { url: 'https://api.replicate.com/v1/account', headers: bearer },
}

/**
 * Asks a provider whether it takes a key. Never throws, and neither the key nor the provider's words leave it: some
 * providers repeat the key in their refusal.
 * @param origin In place of the provider's own, for tests.
 */
export async function checkProviderKey(family: KeyFamily, key: string, origin?: string): Promise<KeyTestResult> {
  const { url, headers, balance } = PROBES[family]
  const address = new URL(url)
  const target = origin ? new URL(`${address.pathname}${address.search}`, origin) : address
  const answer = await ask(target, headers(key))
  if (!answer) return 'unreachable'
  const { status, text } = answer
  if (status >= 200 && status < 300) {
    const body = parse(text)
    if (body === undefined) return 'unclear'
    const left = balance?.(body) ?? null
    return left !== null && left <= 0 ? 'no_quota' : 'works'
  }
  if (status === 402 || SPENT.test(text)) return 'no_quota'
  // Google says 400 to a key that it does not know.
  if (status === 401 || status === 403 || /API_KEY_INVALID|API key not valid/i.test(text)) return 'refused'
  if (status === 429) return 'busy'
  return 'unclear'
}

const SPENT = /insufficient[_ ](quota|funds|credit|balance)|exhausted[_ ]balance|billing_hard_limit|billing_not_active/i

async function ask(target: URL, headers: Record<string, string>): Promise<{ status: number; text: string } | null> {
  try {
    // A redirect would carry the key to wherever it leads.
    const response = await fetch(target, { headers: { accept: 'application/json', ...headers }, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { status: response.status, text: await readText(response) }
  } catch {
    return null
  }
}

/** At most a million bytes; what stands further behind says nothing about a key. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > ANSWER_BYTES_MAX) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A number of an object, also where it is written as a text. */
function numberAt(body: unknown, name: string): number | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
