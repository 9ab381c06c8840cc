import type { Send } from '../fixtures/visitor'
import type { RouteEntry } from './surface'
import { API_ROUTES } from './surface-api'

const png = (): Buffer => Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const body = (method: string, bytes: () => Uint8Array) => (): Send => ({ method, body: new Uint8Array(bytes()) })

/** By path and method. */
export const ROUTES: Record<string, RouteEntry> = {
  ...API_ROUTES,
  'GET /api/auth/[...nextauth]': { access: 'everyone', path: () => '/api/auth/csrf' },
  'POST /api/auth/[...nextauth]': { access: 'everyone', path: () => '/api/auth/signout', send: () => ({ method: 'POST' }), status: 403 },
  'GET /api/health': { access: 'everyone', path: () => '/api/health' },
  // Open only to whoever has the token of the installation; the server of the walk has none.
  'GET /api/metrics': { access: 'everyone', path: () => '/api/metrics', status: 404 },
  'GET /api/ready': { access: 'everyone', path: () => '/api/ready' },
  'GET /api/inngest': { access: 'everyone', path: () => '/api/inngest', status: 404 },
  'POST /api/inngest': { access: 'everyone', path: () => '/api/inngest', send: () => ({ method: 'POST' }), status: 404 },
  'PUT /api/inngest': { access: 'everyone', path: () => '/api/inngest', send: () => ({ method: 'PUT' }), status: 404 },
  'GET /api/gallery': { access: 'everyone', path: () => '/api/gallery?sort=liked' },
  // Examples have no file of a team, and what was taken out answers as if it never was.
  'GET /api/gallery/[publicationId]/[file]': { access: 'everyone', path: ({ publicationId }) => `/api/gallery/${publicationId}/image`, status: 404 },
  'GET /api/events': { access: 'person', path: () => '/api/events' },
  'GET /api/teams/[teamId]/audit': { access: 'team', atLeast: 'admin', path: ({ teamId }) => `/api/teams/${teamId}/audit` },
  'GET /api/admin/audit': { access: 'instance', path: () => '/api/admin/audit' },
  'GET /api/admin/usage.csv': { access: 'instance', path: () => '/api/admin/usage.csv' },
  'GET /api/files/[assetId]': { access: 'team', path: ({ outputAssetId }) => `/api/files/${outputAssetId}` },
  'GET /api/explorations/[explorationId]': { access: 'team', path: ({ explorationId }) => `/api/explorations/${explorationId}` },
  'GET /api/budgets/left': { access: 'team', changes: true, path: ({ sceneId }) => `/api/budgets/left?scene=${sceneId}` },
  'GET /api/generations/timings': { access: 'team', path: ({ teamId }) => `/api/generations/timings?team=${teamId}` },
  'GET /api/generations/[generationId]': { access: 'team', path: ({ generationId }) => `/api/generations/${generationId}` },
  'GET /api/generations/[generationId]/preview': { access: 'team', path: ({ runningGenerationId }) => `/api/generations/${runningGenerationId}/preview` },
  'GET /api/generations/[generationId]/passes/[kind]': { access: 'team', path: ({ generationId }) => `/api/generations/${generationId}/passes/depth` },
  'GET /api/outputs/[outputId]/download': { access: 'team', path: ({ outputId }) => `/api/outputs/${outputId}/download` },
  'HEAD /api/outputs/[outputId]/download': {
    access: 'team',
    path: ({ outputId }) => `/api/outputs/${outputId}/download`,
    send: () => ({ method: 'HEAD' }),
  },
  'GET /api/history': { access: 'team', path: ({ teamId }) => `/api/history?team=${teamId}` },
  'POST /api/outputs/zip': {
    access: 'team',
    path: () => '/api/outputs/zip',
    send: ({ outputId }) => ({
      method: 'POST',
      body: new URLSearchParams({ outputs: outputId }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  },
  'GET /api/outputs/[outputId]/discussion': { access: 'team', path: ({ outputId }) => `/api/outputs/${outputId}/discussion` },
  'GET /api/prompts': { access: 'team', path: ({ teamId }) => `/api/prompts?team=${teamId}` },
  // The server of the walk has no language model, which is said only to who may use one.
  'POST /api/prompts/improve': {
    access: 'team',
    changes: true,
    path: () => '/api/prompts/improve',
    send: ({ teamId }) => ({ method: 'POST', body: JSON.stringify({ teamId, prompt: 'Golden hour', readsPrompt: true }) }),
    status: 503,
  },
  'GET /api/scenes/[sceneId]': { access: 'team', path: ({ sceneId }) => `/api/scenes/${sceneId}` },
  'PATCH /api/scenes/[sceneId]': {
    access: 'team',
    changes: true,
    path: ({ sceneId }) => `/api/scenes/${sceneId}`,
    send: () => ({ method: 'PATCH', body: JSON.stringify({ baseRevision: 1, patches: [{ path: ['exposure'], value: 0.5 }] }) }),
  },
  'PUT /api/scenes/[sceneId]/thumbnail': {
    access: 'team',
    changes: true,
    path: ({ sceneId }) => `/api/scenes/${sceneId}/thumbnail`,
    send: body('PUT', png),
  },
  'POST /api/uploads/references': {
    access: 'team',
    changes: true,
    path: ({ teamId }) => `/api/uploads/references?teamId=${teamId}`,
    send: body('POST', png),
    status: 201,
  },
  'POST /api/uploads/snapshots': {
    access: 'team',
    changes: true,
    path: ({ teamId }) => `/api/uploads/snapshots?teamId=${teamId}`,
    send: body('POST', png),
    status: 201,
  },
  'POST /api/uploads/models': {
    access: 'team',
    changes: true,
    path: ({ teamId }) => `/api/uploads/models?teamId=${teamId}`,
    send: body('POST', () => Buffer.from('glTF\x02\0\0\0\x14\0\0\0\0\0\0\0JSON')),
    status: 202,
  },
  'GET /api/teams/[teamId]/usage.csv': { access: 'team', path: ({ teamId }) => `/api/teams/${teamId}/usage.csv` },
  'GET /api/teams/[teamId]/export': { access: 'team', changes: true, atLeast: 'admin', path: ({ teamId }) => `/api/teams/${teamId}/export` },
  'GET /api/account/export': { access: 'person', path: () => '/api/account/export' },
  'PUT /api/teams/[teamId]/picture': {
    access: 'team',
    changes: true,
    atLeast: 'admin',
    path: ({ teamId }) => `/api/teams/${teamId}/picture`,
    send: body('PUT', png),
  },
  'GET /api/uploads/models/[importId]': { access: 'team', path: ({ importId }) => `/api/uploads/models/${importId}` },
  'GET /s/[token]/files/[outputId]': { access: 'link', path: ({ shareToken, outputId }) => `/s/${shareToken}/files/${outputId}` },
  'GET /s/[token]/files/[outputId]/download': { access: 'link', path: ({ shareToken, outputId }) => `/s/${shareToken}/files/${outputId}/download` },
  'GET /s/[token]/og': { access: 'link', path: ({ shareToken }) => `/s/${shareToken}/og` },
  'GET /s/[token]/zip': { access: 'link', path: ({ shareToken }) => `/s/${shareToken}/zip` },
  'POST /s/[token]/view': { access: 'link', path: ({ shareToken }) => `/s/${shareToken}/view`, send: () => ({ method: 'POST' }) },
}
