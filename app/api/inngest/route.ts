import { env, usesInngest } from '@/lib/platform/env'

export const dynamic = 'force-dynamic'
/** Where the web serves the functions itself, one step may take this many seconds; serverless hosts cap it further. */
export const maxDuration = 300

type Handler = (request: Request) => Promise<Response>

let served: Promise<Handler> | undefined

/** The functions and their SDK are loaded on the first call: no page should pay for them. */
function serveHere(): Promise<Handler> {
  served ??= Promise.all([import('inngest/edge'), import('@/inngest/client'), import('@/inngest/functions')]).then(([{ serve }, { inngest }, { functions }]) =>
    serve({ client: inngest, functions }),
  )
  return served
}

/**
 * The door for a real Inngest. It calls the worker through here, so the worker needs no public address; with no worker
 * attached the web does the work. The embedded executor needs no door, so there is none to knock on.
 */
async function handle(request: Request): Promise<Response> {
  if (!usesInngest()) return new Response('Not found', { status: 404 })
  const workerUrl = env().MAQUETTE_WORKER_URL
  if (!workerUrl) return (await serveHere())(request)
  return forward(request, workerUrl)
}

/** Headers that belong to one connection and must not be passed on (RFC 9110, section 7.6.1), and what fetch sets itself. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'proxy-connection',
  'host',
  'content-length',
  'content-encoding',
]

function passable(headers: Headers): Headers {
  const passed = new Headers(headers)
  for (const name of HOP_BY_HOP) passed.delete(name)
  return passed
}

async function forward(request: Request, workerUrl: string): Promise<Response> {
  const { pathname, search, host, protocol } = new URL(request.url)
  const headers = passable(request.headers)
  // The SDK tells Inngest where it can be reached: at the web's address, not at the worker's.
  headers.set('x-forwarded-host', request.headers.get('host') ?? host)
  headers.set('x-forwarded-proto', request.headers.get('x-forwarded-proto') ?? protocol.replace(':', ''))
  try {
    const answer = await fetch(new URL(`${pathname}${search}`, workerUrl), {
      method: request.method,
      headers,
      body: request.method === 'GET' ? undefined : await request.arrayBuffer(),
      cache: 'no-store',
    })
    return new Response(answer.body, { status: answer.status, headers: passable(answer.headers) })
  } catch {
    // Inngest tries again later, so a worker that is just restarting costs nothing.
    return new Response('The worker does not answer.', { status: 503 })
  }
}

export { handle as GET, handle as POST, handle as PUT }
