import { createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Inngest, InngestFunction } from 'inngest'
import { serve } from 'inngest/edge'
import { z } from 'zod'
import { retryAfterMsOf } from './durations'

/**
 * The protocol that an Inngest server speaks to the SDK, spoken here in process: signed requests in, lists of
 * operations out. Read from the source of SDK 4.24; there is no published specification.
 */

/** Never dialled: `serve` only wants to know what it would be called. The path and host tie requests to nothing. */
const SERVE_URL = 'http://embedded.invalid/api/inngest'

const operationSchema = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.looseObject({ parallelMode: z.string().optional() }).nullish(),
})
export type Operation = z.infer<typeof operationSchema>

type Refusal = { noRetry: boolean; retryAfterMs?: number }
export type Reply = { protocolVersion?: number } & (
  | { kind: 'completed'; output: unknown }
  | ({ kind: 'operations'; operations: Operation[] } & Refusal)
  | ({ kind: 'failed'; error: unknown } & Refusal)
)

export type FunctionCall = {
  functionId: string
  stepId: string
  runId: string
  event: unknown
  /** Finished steps by id. */
  steps: Record<string, unknown>
  finishedSteps: readonly string[]
  /** From 0. */
  attempt: number
  attemptsMax: number
  planOnly: boolean
  /** What the last reply named; -1 lets the SDK choose. */
  protocolVersion: number
}

export type Endpoint = {
  /** What the SDK says about its functions: unchecked, see `function-config.ts`. */
  describe: () => Promise<unknown>
  /** One request to a function. Never rejects: whatever goes wrong is a `failed` reply. */
  call: (call: FunctionCall) => Promise<Reply>
}

/** @throws Error when the client has no signing key, without which the SDK answers nobody. */
export function createEndpoint(client: Inngest.Any, functions: readonly InngestFunction.Any[]): Endpoint {
  const handler = serve({ client, functions: [...functions] })
  const signingKey = client.signingKey?.replace(/^signkey-\w+-/, '')
  if (!signingKey) throw new Error('The Inngest client has no signing key.')

  const request = (method: 'PUT' | 'POST', url: URL, content: unknown, headers: Record<string, string>): Promise<Response> => {
    const body = canonicalize(plain(content)) ?? ''
    const signedAt = Math.floor(Date.now() / 1_000)
    const signature = createHmac('sha256', signingKey).update(body).update(String(signedAt)).digest('hex')
    const signed = { host: url.host, 'content-type': 'application/json', 'x-inngest-signature': `t=${signedAt}&s=${signature}`, ...headers }
    return handler(new Request(url, { method, body, headers: signed }))
  }

  return {
    async describe() {
      const response = await request('PUT', new URL(SERVE_URL), { url: SERVE_URL }, { 'x-inngest-sync-kind': 'in_band' })
      if (!response.ok) throw new Error(`The functions cannot be listed: ${await response.text()}`)
      return response.json()
    },
    async call(call) {
      const url = new URL(SERVE_URL)
      url.searchParams.set('fnId', call.functionId)
      url.searchParams.set('stepId', call.stepId)
      try {
        return await readReply(await request('POST', url, bodyOf(call), { 'x-run-id': call.runId }))
      } catch (error) {
        return { kind: 'failed', error: describeError(error), noRetry: false }
      }
    },
  }
}

/** Without `ctx.fn_id` the SDK never reports steps behind our back ("checkpointing"): every step is answered to us. */
function bodyOf(call: FunctionCall): unknown {
  return {
    event: call.event,
    events: [call.event],
    steps: call.steps,
    version: call.protocolVersion,
    ctx: {
      run_id: call.runId,
      attempt: call.attempt,
      max_attempts: call.attemptsMax,
      disable_immediate_execution: call.planOnly,
      use_api: false,
      stack: { stack: call.finishedSteps, current: call.finishedSteps.length },
    },
  }
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text()
  if (!response.headers.has('x-inngest-sdk')) {
    return { kind: 'failed', error: { name: 'Error', message: `The functions answered with status ${response.status}.` }, noRetry: false }
  }
  const content: unknown = text === '' ? null : JSON.parse(text)
  const version = Number(response.headers.get('x-inngest-req-version') ?? Number.NaN)
  const protocolVersion = Number.isInteger(version) ? version : undefined
  if (response.status === 200) return { kind: 'completed', output: content, protocolVersion }
  const refusal: Refusal = {
    noRetry: response.headers.get('x-inngest-no-retry') === 'true',
    retryAfterMs: retryAfterMsOf(response.headers.get('retry-after'), new Date()),
  }
  if (response.status === 206) return { kind: 'operations', operations: z.array(operationSchema).parse(content), protocolVersion, ...refusal }
  return { kind: 'failed', error: content, protocolVersion, ...refusal }
}

/** Signatures cover canonical JSON, which knows no `undefined` and no dates. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const describeError = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : { name: 'Error', message: String(error) }
