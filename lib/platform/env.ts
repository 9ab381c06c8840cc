import { judgeSettings, SETTINGS } from './settings.mjs'

/**
 * The one place that reads the environment. What may be set stands in `settings.mjs`, explained in docs/configuration.md.
 */
type Settings = typeof SETTINGS
type ValueOf<S> = S extends { kind: 'integer' } ? number : S extends { kind: 'choice'; options: readonly (infer Option)[] } ? Option : string
/** A setting without a default may be absent. */
export type Env = { readonly [Name in keyof Settings]: ValueOf<Settings[Name]> | (Settings[Name] extends { default: unknown } ? never : undefined) }

let cached: Env | undefined

/** @throws Error that names every setting that is wrong. */
export function env(): Env {
  cached ??= readSettings(process.env)
  return cached
}

/** The settings of an environment; an empty one counts as absent. @throws Error that names every setting that is wrong. */
export function readSettings(environment: Record<string, string | undefined>): Env {
  const { mistakes } = judgeSettings(environment)
  if (mistakes.length > 0) throw new Error(`The configuration is not usable:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`)
  const entries = Object.entries(SETTINGS).map(([name, setting]) => {
    const value = environment[name] || ('default' in setting ? setting.default : undefined)
    return [name, setting.kind === 'integer' ? Number(value) : value]
  })
  // The table was just obeyed to the letter, which the compiler cannot see.
  return Object.fromEntries(entries) as Env
}

/** Whether a real Inngest drives the functions; otherwise the embedded executor does. */
export function usesInngest(): boolean {
  const { INNGEST_DEV: dev, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey } = env()
  const hasDevServer = dev !== undefined && !['0', 'false'].includes(dev.toLowerCase())
  return hasDevServer || Boolean(eventKey && signingKey)
}

export type OAuthApp = { clientId: string; clientSecret: string }

/** The accounts elsewhere that can sign people in here. */
export function oauthApps(): { github?: OAuthApp; google?: OAuthApp } {
  const { AUTH_GITHUB_ID, AUTH_GITHUB_SECRET, AUTH_GOOGLE_ID, AUTH_GOOGLE_SECRET } = env()
  return {
    github: AUTH_GITHUB_ID && AUTH_GITHUB_SECRET ? { clientId: AUTH_GITHUB_ID, clientSecret: AUTH_GITHUB_SECRET } : undefined,
    google: AUTH_GOOGLE_ID && AUTH_GOOGLE_SECRET ? { clientId: AUTH_GOOGLE_ID, clientSecret: AUTH_GOOGLE_SECRET } : undefined,
  }
}

/** The Vercel Blob SDK takes its number of retries from the environment alone, and its default of ten waits for a quarter of an hour. */
export function limitBlobRetries(): void {
  process.env.VERCEL_BLOB_RETRIES ??= '2'
}
