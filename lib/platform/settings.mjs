/**
 * Every setting of an installation, the one table that says what may be set and what a value has to look like.
 * `env.ts` gives the program its values and types; the start commands read it before anything is installed, so nothing is
 * imported here. Each setting is explained in docs/configuration.md.
 */

/**
 * `text` is anything, `secret` a text of a least length, `url` an address of one of the protocols, `integer` a whole number
 * between two bounds, `choice` one of some words, `pattern` a text that an expression fits.
 * @typedef {{ kind: 'text', default?: string, max?: number }
 *   | { kind: 'secret', min: number }
 *   | { kind: 'url', protocols: readonly string[], default?: string, example: string }
 *   | { kind: 'integer', min: number, max: number, default: number }
 *   | { kind: 'choice', options: readonly string[], default: string }
 *   | { kind: 'pattern', pattern: RegExp, words: string }} Setting
 */

const web = /** @type {const} */ ({ kind: 'url', protocols: ['http:', 'https:'], example: 'https://maquette.example.com' })
const text = /** @type {const} */ ({ kind: 'text' })
const onOff = /** @type {const} */ ({ kind: 'choice', options: ['on', 'off'], default: 'off' })

export const SETTINGS = /** @satisfies {Record<string, Setting>} */ (
  /** @type {const} */ ({
    NODE_ENV: { kind: 'choice', options: ['development', 'production', 'test'], default: 'development' },
    PORT: { kind: 'integer', min: 1, max: 65_535, default: 3000 },
    HOST: { kind: 'text', default: '127.0.0.1' },
    MAQUETTE_DATA: { kind: 'text', default: '.maquette' },
    DATABASE_URL: {
      kind: 'url',
      protocols: ['postgres:', 'postgresql:'],
      default: 'postgres://postgres@127.0.0.1:5432/maquette',
      example: 'postgres://user:password@host:5432/database, with special characters of the password written as %XX',
    },
    /** The role that owns the tables and migrates them, where DATABASE_URL is of another. Read at the start alone, never by web and worker. */
    DATABASE_OWNER_URL: {
      kind: 'url',
      protocols: ['postgres:', 'postgresql:'],
      example: 'postgres://owner:password@host:5432/database',
    },
    AUTH_SECRET: { kind: 'secret', min: 16 },
    /** Seals the keys that teams bring for engines. The previous one opens what it sealed while keys move to the new one. */
    ENCRYPTION_KEY: { kind: 'secret', min: 32 },
    ENCRYPTION_KEY_PREVIOUS: { kind: 'secret', min: 32 },
    /** The address that people use, for links in mail. */
    AUTH_URL: web,
    /** How many proxies of ours stand in front of the web; what they say of the client is believed. */
    TRUST_PROXY: { kind: 'integer', min: 0, max: 10, default: 0 },
    /** Hosts that are not public and that people may name all the same, as receivers of webhooks. */
    ALLOWED_PRIVATE_HOSTS: {
      kind: 'pattern',
      pattern: /^[A-Za-z0-9.:[\]-]+(\/\d{1,3})?([\s,]+[A-Za-z0-9.:[\]-]+(\/\d{1,3})?)*$/,
      words: 'names, addresses and networks with commas between them, such as hooks.internal, 10.20.0.0/16',
    },
    /** Where the web process finds the worker; empty when the web serves the functions itself. */
    MAQUETTE_WORKER_URL: { ...web, example: 'http://127.0.0.1:3101' },
    /** `1` or the address of an Inngest dev server. `0` says that the keys below belong to no dev server. */
    INNGEST_DEV: { kind: 'pattern', pattern: /^(0|1|true|false|https?:\/\/\S+)$/i, words: '0, 1 or the address of an Inngest dev server' },
    INNGEST_EVENT_KEY: text,
    INNGEST_SIGNING_KEY: text,
    INNGEST_BASE_URL: { ...web, example: 'http://inngest:8288' },
    BLOB_READ_WRITE_TOKEN: text,
    /** Another address of the Vercel Blob API, for tests. Blobs are then read from the root of the same server. */
    VERCEL_BLOB_API_URL: { ...web, example: 'http://127.0.0.1:8080/api/blob' },
    SMTP_URL: { kind: 'url', protocols: ['smtp:', 'smtps:'], example: 'smtps://user:password@mail.example.com' },
    MAIL_FROM: { kind: 'text', default: 'Maquette <maquette@localhost>' },
    /** OAuth apps that sign people in; each needs both of its settings. */
    AUTH_GITHUB_ID: text,
    AUTH_GITHUB_SECRET: text,
    AUTH_GOOGLE_ID: text,
    AUTH_GOOGLE_SECRET: text,
    OPENAI_COMPATIBLE_BASE_URL: { ...web, example: 'http://127.0.0.1:8080/v1' },
    OPENAI_COMPATIBLE_API_KEY: text,
    OPENAI_COMPATIBLE_MODEL: text,
    /** Keys of hosted image models under the names that their providers use, and the model to ask each of them for. */
    GOOGLE_GENERATIVE_AI_API_KEY: text,
    GOOGLE_IMAGE_MODEL: { kind: 'text', default: 'gemini-nano-banana-2.1' },
    OPENAI_API_KEY: text,
    OPENAI_IMAGE_MODEL: { kind: 'text', default: 'gpt-image-2.6-sunburst' },
    AI_GATEWAY_API_KEY: text,
    AI_GATEWAY_IMAGE_MODEL: { kind: 'text', default: 'bfl/flux-2-pro' },
    BFL_API_KEY: text,
    BFL_IMAGE_MODEL: { kind: 'text', default: 'flux-2-pro' },
    FAL_API_KEY: text,
    FAL_KEY: text,
    FAL_IMAGE_MODEL: { kind: 'text', default: 'fal-ai/flux-2-pro/edit' },
    REPLICATE_API_TOKEN: text,
    REPLICATE_IMAGE_MODEL: { kind: 'text', default: 'black-forest-labs/flux-2-pro' },
    /** A ComfyUI of one's own. It keeps no users apart, so only the server talks to it. */
    COMFYUI_BASE_URL: { ...web, example: 'http://127.0.0.1:8188' },
    /** A workflow can use every node that is installed there, so whoever runs the installation decides whether teams bring their own. */
    COMFYUI_TEAM_WORKFLOWS: onOff,
    /** What estimates the depth of finished images, so that fidelity can compare it: docs/fidelity.md. */
    FIDELITY_DEPTH_ESTIMATOR: { kind: 'choice', options: ['none', 'comfyui'], default: 'none' },
    /** The language model that improves prompts. */
    PROMPT_MODEL: {
      kind: 'pattern',
      pattern: /^(google|openai|openai-compatible)\/.+$/,
      words: 'google/, openai/ or openai-compatible/ and the name of a model',
    },
    /** Where people talk with each other, linked from the gallery and the guide. Nothing but a web address is followed. */
    COMMUNITY_URL: { ...web, example: 'https://discord.gg/example' },
    COMMUNITY_LABEL: { kind: 'text', default: 'Community', max: 40 },
    /** `on` signs downloads as PNG and JPEG: docs/provenance.md. */
    CONTENT_CREDENTIALS: onOff,
    /** PEM files of a certificate chain, its own certificate first, and of its private key in PKCS #8. Without them one is made. */
    CONTENT_CREDENTIALS_CERTIFICATE: text,
    CONTENT_CREDENTIALS_KEY: text,
    LOG_LEVEL: { kind: 'choice', options: ['debug', 'info', 'warn', 'error'], default: 'info' },
    /** Opens `/api/metrics` to whoever sends it as a bearer token. Without it that address does not exist. */
    METRICS_TOKEN: { kind: 'secret', min: 16 },
    /** Port of 127.0.0.1 on which the worker gives its own metrics, without a token. */
    WORKER_METRICS_PORT: { kind: 'integer', min: 0, max: 65_535, default: 0 },
    /** Where traces are sent, in OTLP over HTTP. */
    OTEL_EXPORTER_OTLP_ENDPOINT: { ...web, example: 'http://127.0.0.1:4318' },
    OTEL_EXPORTER_OTLP_HEADERS: text,
  })
)

/** Settings that only make sense together, and what is missing without the other. */
const PAIRS = [
  { first: 'AUTH_GITHUB_ID', second: 'AUTH_GITHUB_SECRET', why: 'An OAuth app of GitHub has both' },
  { first: 'AUTH_GOOGLE_ID', second: 'AUTH_GOOGLE_SECRET', why: 'An OAuth client of Google has both' },
  { first: 'CONTENT_CREDENTIALS_CERTIFICATE', second: 'CONTENT_CREDENTIALS_KEY', why: 'A certificate signs with its own key' },
]

/** Every name that begins like this is ours, so one that is not in the table is a slip. Of others, one that is nearly a name of the table is. */
const OURS = /^MAQUETTE_/
const NEAR_MAX = 2
/** What other programs read under such a name: Postgres, Inngest, and the examples of our own API. */
const OF_OTHERS = /^(PG[A-Z]+|INNGEST_ENV|MAQUETTE_TOKEN|MAQUETTE_WEBHOOK_SECRET)$/
/** For tests, benches and the commands themselves; no setting of an installation. */
const INTERNAL = /^MAQUETTE_(TEST|E2E|BENCH|CHROMIUM|DRILL)(_|$)|^MAQUETTE_INTERNAL_/

/**
 * What is wrong with the settings of an environment, everything at once. Values are never repeated where they may be
 * secret.
 * @param {Record<string, string | undefined>} environment
 * @returns {{ mistakes: string[], warnings: string[] }} Sentences. With a mistake nothing can start; a warning names what has no effect.
 */
export function judgeSettings(environment) {
  /** @param {string} name */
  const has = (name) => Boolean(environment[name])
  const mistakes = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const value = environment[name]
    const problem = value ? problemOf(setting, value) : undefined
    return problem ? [`${name} ${problem}`] : []
  })
  for (const { first, second, why } of PAIRS) {
    if (has(first) !== has(second))
      mistakes.push(`${has(first) ? second : first} is missing beside ${has(first) ? first : second}. ${why}: set it, or neither of them.`)
  }
  if (has('SMTP_URL') && !has('AUTH_URL')) {
    mistakes.push('AUTH_URL is missing beside SMTP_URL. Links in mail need the address that people use, for example https://maquette.example.com.')
  }
  // A self-hosted Inngest and the cloud know us by both keys; a dev server needs neither.
  const isDev = has('INNGEST_DEV') && !/^(0|false)$/i.test(environment.INNGEST_DEV ?? '')
  if (!isDev && has('INNGEST_EVENT_KEY') !== has('INNGEST_SIGNING_KEY')) {
    const [there, missing] = has('INNGEST_EVENT_KEY') ? ['INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY'] : ['INNGEST_SIGNING_KEY', 'INNGEST_EVENT_KEY']
    mistakes.push(`${missing} is missing beside ${there}. Inngest gives both: set it, or neither of them.`)
  }
  return { mistakes, warnings: [...unknownNames(environment), ...idleSettings(has, environment)] }
}

/**
 * @param {Setting} setting
 * @param {string} value
 * @returns {string | undefined} The rest of a sentence that begins with the name.
 */
function problemOf(setting, value) {
  switch (setting.kind) {
    case 'text':
      return setting.max !== undefined && value.length > setting.max ? `has ${value.length} characters. At most ${setting.max} fit.` : undefined
    case 'secret':
      return value.length < setting.min
        ? `is too short. Give at least ${setting.min} characters that nobody can guess, for example from: openssl rand -base64 32`
        : undefined
    case 'url':
      if (URL.canParse(value) && setting.protocols.includes(new URL(value).protocol) && /:\/\/./.test(value)) return undefined
      return `is no address that begins with ${setting.protocols.map((protocol) => `${protocol}//`).join(' or ')}. It looks like ${setting.example}.`
    case 'integer': {
      const number = Number(value)
      if (/^\d+$/.test(value) && number >= setting.min && number <= setting.max) return undefined
      return `is "${value.slice(0, 40)}", which is no whole number from ${setting.min} to ${setting.max}.`
    }
    case 'choice':
      return setting.options.includes(value) ? undefined : `is "${value.slice(0, 40)}". Choose from: ${setting.options.join(', ')}.`
    case 'pattern':
      return setting.pattern.test(value) ? undefined : `has to be ${setting.words}.`
  }
}

/**
 * @param {Record<string, string | undefined>} environment
 * @returns {string[]}
 */
function unknownNames(environment) {
  const known = Object.keys(SETTINGS)
  return Object.keys(environment)
    .filter((name) => environment[name] && /^[A-Z][A-Z0-9_]{5,}$/.test(name) && !known.includes(name) && !INTERNAL.test(name) && !OF_OTHERS.test(name))
    .flatMap((name) => {
      const near = nearest(name, known, OURS.test(name) ? Math.max(NEAR_MAX, Math.floor(name.length / 4)) : Math.min(NEAR_MAX, Math.floor(name.length / 4)))
      if (!near && !OURS.test(name)) return []
      return [`${name} is no setting of Maquette and has no effect.${near ? ` Did you mean ${near}?` : ' docs/configuration.md lists all of them.'}`]
    })
}

/**
 * Settings that are fine by themselves and do nothing as things are.
 * @param {(name: string) => boolean} has
 * @param {Record<string, string | undefined>} environment
 */
function idleSettings(has, environment) {
  const warnings = []
  const improvesThere = environment.PROMPT_MODEL?.startsWith('openai-compatible/')
  if (has('OPENAI_COMPATIBLE_BASE_URL') && !has('OPENAI_COMPATIBLE_MODEL') && !improvesThere)
    warnings.push('OPENAI_COMPATIBLE_BASE_URL has no effect without OPENAI_COMPATIBLE_MODEL.')
  for (const name of ['OPENAI_COMPATIBLE_MODEL', 'OPENAI_COMPATIBLE_API_KEY'])
    if (has(name) && !has('OPENAI_COMPATIBLE_BASE_URL')) warnings.push(`${name} has no effect without OPENAI_COMPATIBLE_BASE_URL.`)
  if (has('DATABASE_OWNER_URL') && !has('DATABASE_URL')) warnings.push('DATABASE_OWNER_URL has no effect without DATABASE_URL, of the role that serves.')
  if (has('COMMUNITY_LABEL') && !has('COMMUNITY_URL')) warnings.push('COMMUNITY_LABEL has no effect without COMMUNITY_URL.')
  if (environment.COMFYUI_TEAM_WORKFLOWS === 'on' && !has('COMFYUI_BASE_URL')) warnings.push('COMFYUI_TEAM_WORKFLOWS has no effect without COMFYUI_BASE_URL.')
  if (environment.FIDELITY_DEPTH_ESTIMATOR === 'comfyui' && !has('COMFYUI_BASE_URL'))
    warnings.push('FIDELITY_DEPTH_ESTIMATOR has no effect without COMFYUI_BASE_URL.')
  if (has('CONTENT_CREDENTIALS_CERTIFICATE') && environment.CONTENT_CREDENTIALS !== 'on')
    warnings.push('CONTENT_CREDENTIALS_CERTIFICATE has no effect without CONTENT_CREDENTIALS=on.')
  if (has('MAIL_FROM') && !has('SMTP_URL')) warnings.push('MAIL_FROM has no effect without SMTP_URL.')
  if (has('ENCRYPTION_KEY_PREVIOUS') && environment.ENCRYPTION_KEY_PREVIOUS === environment.ENCRYPTION_KEY)
    warnings.push('ENCRYPTION_KEY_PREVIOUS is the same as ENCRYPTION_KEY and has no effect.')
  return warnings
}

/**
 * The known name that differs least, when it differs little enough to be meant.
 * @param {string} name
 * @param {readonly string[]} known
 * @param {number} max Letters.
 */
function nearest(name, known, max) {
  const [best] = known.map((candidate) => ({ candidate, distance: distanceOf(name, candidate) })).sort((a, b) => a.distance - b.distance)
  return best && best.distance <= max ? best.candidate : undefined
}

/**
 * Letters to change, add or leave out to come from one word to the other (Levenshtein, row by row).
 * @param {string} a
 * @param {string} b
 */
function distanceOf(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(Number(row[j]) + 1, Number(next[j - 1]) + 1, Number(row[j - 1]) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return Number(row[b.length])
}
