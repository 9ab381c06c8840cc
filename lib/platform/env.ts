import { z } from 'zod'

/** The one place that reads the environment. Every setting is listed in docs/operations.md. */
const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  DATABASE_URL: z.string().min(1).default('postgres://postgres@127.0.0.1:5432/maquette'),
  AUTH_SECRET: z.string().min(16).optional(),
  /** Seals the keys that teams bring for engines. The previous one opens what it sealed while keys move to the new one. */
  ENCRYPTION_KEY: z.string().min(32).optional(),
  ENCRYPTION_KEY_PREVIOUS: z.string().min(32).optional(),
  /** The address that people use, for links in mail. */
  AUTH_URL: z.url().optional(),
  /** How many proxies of ours stand in front of the web; what they say of the client is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  MAQUETTE_DATA: z.string().default('.maquette'),
  /** Where the web process finds the worker; empty when the web serves the functions itself. */
  MAQUETTE_WORKER_URL: z.url().optional(),
  /** `1` or the address of an Inngest dev server. `0` says that the keys below belong to no dev server. */
  INNGEST_DEV: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_BASE_URL: z.string().optional(),
  BLOB_READ_WRITE_TOKEN: z.string().optional(),
  /** Another address of the Vercel Blob API, for tests. Blobs are then read from the root of the same server. */
  VERCEL_BLOB_API_URL: z.url().optional(),
  SMTP_URL: z.string().optional(),
  /** OAuth apps that sign people in; each needs both of its settings. */
  AUTH_GITHUB_ID: z.string().optional(),
  AUTH_GITHUB_SECRET: z.string().optional(),
  AUTH_GOOGLE_ID: z.string().optional(),
  AUTH_GOOGLE_SECRET: z.string().optional(),
  MAIL_FROM: z.string().default('Maquette <maquette@localhost>'),
  OPENAI_COMPATIBLE_BASE_URL: z.url().optional(),
  OPENAI_COMPATIBLE_API_KEY: z.string().optional(),
  OPENAI_COMPATIBLE_MODEL: z.string().optional(),
  /** Keys of hosted image models under the names that their providers use, and the model to ask each of them for. */
  GOOGLE_GENERATIVE_AI_API_KEY: z.string().optional(),
  GOOGLE_IMAGE_MODEL: z.string().default('gemini-nano-banana-2.1'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_IMAGE_MODEL: z.string().default('gpt-image-2.6-sunburst'),
  AI_GATEWAY_API_KEY: z.string().optional(),
  AI_GATEWAY_IMAGE_MODEL: z.string().default('bfl/flux-2-pro'),
  BFL_API_KEY: z.string().optional(),
  BFL_IMAGE_MODEL: z.string().default('flux-2-pro'),
  FAL_API_KEY: z.string().optional(),
  FAL_KEY: z.string().optional(),
  FAL_IMAGE_MODEL: z.string().default('fal-ai/flux-2-pro/edit'),
  REPLICATE_API_TOKEN: z.string().optional(),
  REPLICATE_IMAGE_MODEL: z.string().default('black-forest-labs/flux-2-pro'),
  /** A ComfyUI of one's own. It keeps no users apart, so only the server talks to it. */
  COMFYUI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** A workflow can use every node that is installed there, so whoever runs the installation decides whether teams bring their own. */
  COMFYUI_TEAM_WORKFLOWS: z.enum(['on', 'off']).default('off'),
  /** The language model that improves prompts: `google/`, `openai/` or `openai-compatible/` and its name. */
  PROMPT_MODEL: z
    .string()
    .regex(/^(google|openai|openai-compatible)\/.+$/, 'has to be google/, openai/ or openai-compatible/ and the name of a model')
    .optional(),
  /** Where people talk with each other, linked from the gallery and the guide. Nothing but a web address is followed. */
  COMMUNITY_URL: z.url({ protocol: /^https?$/ }).optional(),
  COMMUNITY_LABEL: z.string().max(40).default('Community'),
  /** `on` signs downloads as PNG and JPEG: docs/provenance.md. */
  CONTENT_CREDENTIALS: z.enum(['on', 'off']).default('off'),
  /** PEM files of a certificate chain, its own certificate first, and of its private key in PKCS #8. Without them one is made. */
  CONTENT_CREDENTIALS_CERTIFICATE: z.string().optional(),
  CONTENT_CREDENTIALS_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})
export type Env = z.infer<typeof schema>

let cached: Env | undefined

/** @throws Error that names every setting that is wrong. */
export function env(): Env {
  if (cached) return cached
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(present)
  if (!parsed.success) {
    throw new Error(`The configuration is not usable:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`)
  }
  cached = parsed.data
  return cached
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
