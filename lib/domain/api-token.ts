import { z } from 'zod'
import type { Permission } from './roles'
import { isStorableText, NOT_STORABLE } from './text'

/** What a token may be used for, in the order of the page. */
export const API_SCOPES = ['scenes:read', 'scenes:write', 'generate', 'generations:read', 'outputs:read', 'usage:read'] as const
export const apiScopeSchema = z.enum(API_SCOPES)
export type ApiScope = z.infer<typeof apiScopeSchema>

export const API_SCOPE_WORDS: Record<ApiScope, { label: string; note: string }> = {
  'scenes:read': { label: 'Read scenes', note: 'List scenes and read their documents.' },
  'scenes:write': { label: 'Write scenes', note: 'Create scenes and change them.' },
  generate: { label: 'Generate', note: 'List engines, upload references, start and cancel generations. This can cost money.' },
  'generations:read': { label: 'Read generations', note: 'Status, prompt, settings and cost of what the team made.' },
  'outputs:read': { label: 'Read outputs', note: 'Download finished images.' },
  'usage:read': { label: 'Read usage', note: 'How much the team made and what it cost. Needs an owner or admin.' },
}

/**
 * The permissions that each scope opens. A token holds a permission when one of its scopes opens it and the person who made
 * it holds it too; every permission that is not named here stays closed to tokens.
 */
const OPENS: Record<ApiScope, readonly Permission[]> = {
  'scenes:read': ['scene.read'],
  'scenes:write': ['scene.create', 'scene.update'],
  generate: ['engine.read', 'asset.create', 'generation.create', 'generation.cancel'],
  'generations:read': ['generation.read'],
  'outputs:read': ['output.read'],
  'usage:read': ['usage.read'],
}

export const scopesAllow = (scopes: readonly ApiScope[], permission: Permission): boolean => scopes.some((scope) => OPENS[scope]?.includes(permission))

export const TOKEN_PREFIX = 'mqt_'
/** The prefix and 32 random bytes as base64url. */
export const TOKEN_FORM = /^mqt_[A-Za-z0-9_-]{43}$/

/** Days for which a token can be made; null never expires. */
export const TOKEN_EXPIRY_DAYS = [30, 90, 365, null] as const
export const TOKEN_NAME_LENGTH_MAX = 60

export const newApiTokenSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give the token a name, so that you know later what uses it.')
    .max(TOKEN_NAME_LENGTH_MAX, `At most ${TOKEN_NAME_LENGTH_MAX} characters.`)
    .refine(isStorableText, NOT_STORABLE),
  scopes: z
    .array(apiScopeSchema)
    .min(1, 'Choose what the token may do.')
    .max(API_SCOPES.length)
    .transform((scopes) => API_SCOPES.filter((scope) => scopes.includes(scope))),
  expiresInDays: z.literal(TOKEN_EXPIRY_DAYS),
})
export type NewApiToken = z.input<typeof newApiTokenSchema>

export type ApiTokenState = 'active' | 'expired' | 'revoked'

/** A token as its page shows it. The token itself is never among it. */
export type ApiTokenView = {
  id: string
  name: string
  lastFour: string
  scopes: ApiScope[]
  state: ApiTokenState
  madeByName: string
  createdAtMs: number
  expiresAtMs: number | null
  lastUsedAtMs: number | null
}
