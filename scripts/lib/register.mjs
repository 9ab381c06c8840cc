import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { complain, say } from './say.mjs'

const PATIENCE_MS = 60_000
const ANSWER_TIMEOUT_MS = 10_000

/**
 * Where a real Inngest is configured, or `undefined` while the embedded executor runs the functions. The same rule as
 * `usesInngest` in lib/platform/env.ts, which nothing may load before the install.
 * @param {NodeJS.ProcessEnv} env
 */
function configuredInngest(env) {
  const dev = env.INNGEST_DEV
  if (dev && !['0', 'false'].includes(dev.toLowerCase())) return dev.startsWith('http') ? `the Inngest dev server at ${dev}` : 'the Inngest dev server'
  if (env.INNGEST_EVENT_KEY && env.INNGEST_SIGNING_KEY) return env.INNGEST_BASE_URL ? `Inngest at ${env.INNGEST_BASE_URL}` : 'Inngest'
  return undefined
}

/**
 * Tells a configured Inngest where our functions are, so that configuration is all it takes. It is asked again while it
 * or the worker is only just coming up. Failing is told and ends nothing: Inngest can be started, or told, later.
 * @param {{ address: string, env: NodeJS.ProcessEnv, isEnding: () => boolean }} options `address` is where the web answers.
 */
export async function registerWithInngest({ address, env, isEnding }) {
  const inngest = configuredInngest(env)
  if (!inngest) return
  // The address that it will call: behind a proxy not the one that we listen on.
  const called = new URL('/api/inngest', env.AUTH_URL || address)
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const { status, text } = await put(`${address}/api/inngest`, called)
    if (isEnding()) return
    if (status === 200) return say(`Background work is driven by ${inngest}, which calls ${called}.`)
    if (Date.now() > deadline) {
      complain(
        `${inngest[0]?.toUpperCase()}${inngest.slice(1)} did not take the functions (${text.slice(0, 200) || `status ${status}`}). Pictures and imports wait until it does: start it, and have it read ${called}.`,
      )
      return
    }
    await sleep(500)
  }
}

/**
 * @param {string} url
 * @param {URL} called
 * @returns {Promise<{ status: number, text: string }>}
 */
function put(url, called) {
  return new Promise((resolve) => {
    const asked = request(
      url,
      { method: 'PUT', agent: false, timeout: ANSWER_TIMEOUT_MS, headers: { host: called.host, 'x-forwarded-proto': called.protocol.replace(':', '') } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part) => {
          text += part
        })
        response.once('close', () => resolve({ status: response.statusCode ?? 0, text }))
      },
    )
    asked.once('timeout', () => asked.destroy())
    asked.once('error', (error) => resolve({ status: 0, text: error.message }))
    asked.end()
  })
}
