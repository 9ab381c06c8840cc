import type { Send } from '../fixtures/visitor'
import type { ActionEntry, Belongings, RouteEntry } from './surface'

/** What programs ask with a token. The walk of `walk-api.ts` tries each with every kind of token, with a cookie and with nothing. */

const json = (method: string, value: unknown): Send => ({ method, body: JSON.stringify(value), headers: { 'content-type': 'application/json' } })
const program = (path: (of: Belongings) => string, entry: Partial<RouteEntry> = {}): RouteEntry => ({
  access: 'token',
  path: (of) => `/api/v1${path(of)}`,
  ...entry,
})

const png = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))

const nowhere = (method: string): RouteEntry => ({ access: 'everyone', path: () => '/api/v1/nowhere', send: () => ({ method }), status: 404 })

export const API_ROUTES: Record<string, RouteEntry> = {
  'GET /api/v1/openapi.json': { access: 'everyone', path: () => '/api/v1/openapi.json' },
  'GET /api/v1/[...path]': nowhere('GET'),
  'POST /api/v1/[...path]': nowhere('POST'),
  'PUT /api/v1/[...path]': nowhere('PUT'),
  'PATCH /api/v1/[...path]': nowhere('PATCH'),
  'DELETE /api/v1/[...path]': nowhere('DELETE'),
  'GET /api/v1/engines': program(() => '/engines'),
  'GET /api/v1/scenes': program(() => '/scenes'),
  'GET /api/v1/scenes/[sceneId]': program(({ sceneId }) => `/scenes/${sceneId}`),
  'GET /api/v1/generations': program(() => '/generations'),
  'GET /api/v1/generations/[generationId]': program(({ generationId }) => `/generations/${generationId}`),
  'GET /api/v1/outputs/[outputId]': program(({ outputId }) => `/outputs/${outputId}`),
  'GET /api/v1/outputs/[outputId]/file': program(({ outputId }) => `/outputs/${outputId}/file?format=webp`),
  'GET /api/v1/usage': program(() => '/usage'),
  'POST /api/v1/scenes': program(() => '/scenes', {
    changes: true,
    send: ({ document }) => json('POST', { name: 'By a program', document }),
    status: 201,
  }),
  'PATCH /api/v1/scenes/[sceneId]': program(({ sceneId }) => `/scenes/${sceneId}`, { changes: true, send: () => json('PATCH', { name: 'Quokka plinth' }) }),
  'POST /api/v1/assets': program(() => '/assets', { changes: true, send: () => ({ method: 'POST', body: png() }), status: 201 }),
  'POST /api/v1/generate': program(() => '/generate', {
    changes: true,
    send: ({ sceneId }) => json('POST', { sceneId, settings: { size: 512, quality: 'draft' } }),
    status: 202,
  }),
  'POST /api/v1/generations/[generationId]/cancel': program(({ generationId }) => `/generations/${generationId}/cancel`, {
    changes: true,
    send: () => ({ method: 'POST' }),
  }),
}

const managed = { access: 'team', atLeast: 'admin' } as const

/** The page of a team about tokens and webhooks. */
export const API_ACTIONS: Record<string, ActionEntry> = {
  createApiTokenAction: { ...managed, args: ({ teamId }) => [teamId, { name: 'For the walk', scopes: ['scenes:read'], expiresInDays: 30 }] },
  revokeApiTokenAction: { ...managed, args: ({ apiTokenId }) => [apiTokenId] },
  createWebhookAction: { ...managed, args: ({ teamId }) => [teamId, { url: 'https://hooks.invalid/maquette', events: ['generation.succeeded'] }] },
  testWebhookAction: { ...managed, args: ({ webhookId }) => [webhookId] },
  redeliverAction: { ...managed, args: ({ deliveryId }) => [deliveryId] },
  setWebhookEnabledAction: { ...managed, args: ({ webhookId }) => [webhookId, false] },
  deleteWebhookAction: { ...managed, args: ({ webhookId }) => [webhookId] },
}
