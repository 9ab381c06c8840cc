import { randomUUID } from 'node:crypto'
import type { ErrorCode } from '@/lib/domain/errors'
import { formOf, PASSWORD, type Send } from '../fixtures/visitor'
import { API_ACTIONS, API_ROUTES } from './surface-api'

/**
 * Everything that answers a request: each page, route and server action, and who may use it. `surface.test.ts` fails when
 * the code holds one that is not listed here, and `walk.spec.ts` tries each as its owner, as a viewer of the team, as a
 * member of another team and signed out.
 *
 * - `everyone`: no account needed, and no id that belongs to a team.
 * - `person`: needs an account, and shows or changes what is that account's own.
 * - `team`: names something of a team. To others it does not exist.
 * - `link`: stands below the address of a share link, which opens it to everybody. Under any other address it does not exist.
 * - `token`: for programs that hold a token of the team. No cookie counts.
 * - `instance`: for the people who run the installation. To everybody else, owners of teams too, it does not exist.
 */
export type Access = 'everyone' | 'person' | 'team' | 'link' | 'token' | 'instance'

/** The name that has to be typed to delete that team. */
export const DELETED_TEAM = 'Kookaburra'

/** A ComfyUI workflow that can be kept. */
const WORKFLOW = {
  graph: {
    '1': { class_type: 'CLIPTextEncode', inputs: { text: '' } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0] } },
  },
  output: '2',
  slots: { prompt: { node: '1', input: 'text' } },
}

/** What the owner's team has, by id. */
export type Belongings = {
  teamId: string
  email: string
  sessionId: string
  sceneId: string
  deletedSceneId: string
  camera: unknown
  snapshotAssetId: string
  generationId: string
  outputId: string
  outputAssetId: string
  /** Its preview can be read. */
  runningGenerationId: string
  /** A grid, of which an image that waits is left. */
  explorationId: string
  queuedGenerationId: string
  deletedGenerationId: string
  importId: string
  document: unknown
  /** A second team of the owner, shared with the two people below. */
  sharedTeamId: string
  colleagueId: string
  removableId: string
  invitationId: string
  /** Deleted lately; it can be brought back. */
  deletedTeamId: string
  notificationId: string
  shareLinkId: string
  /** With the image in it, and one that was deleted. */
  collectionId: string
  deletedCollectionId: string
  savedFilterId: string
  /** A prompt of the library. */
  promptId: string
  /** A ComfyUI workflow that the team brought. */
  workflowId: string
  /** A token of the team, a webhook, and a message that went to it. */
  apiTokenId: string
  webhookId: string
  deliveryId: string
  /** To come, in many years. */
  announcementId: string
  /** What the owner said about the output, and a state of the scene that was put aside. */
  commentId: string
  keptSceneId: string
  /** The secret in the address of a share link that shows the output. */
  shareToken: string
  /** An image of theirs that was in the gallery and was taken out. */
  publicationId: string
  /** One of the examples in the gallery, which belongs to no team. */
  exampleId: string
}

export type PageEntry = { access: Access; path: (of: Belongings) => string }

export const PAGES: Record<string, PageEntry> = {
  '/': { access: 'everyone', path: () => '/' },
  '/sign-up': { access: 'everyone', path: () => '/sign-up' },
  '/sign-in/link': { access: 'everyone', path: () => '/sign-in/link' },
  '/sign-in/link/[token]': { access: 'everyone', path: () => '/sign-in/link/unknown' },
  '/sign-in/second-factor': { access: 'everyone', path: () => '/sign-in/second-factor' },
  '/verify-email/[token]': { access: 'person', path: () => '/verify-email/unknown' },
  '/sign-in': { access: 'everyone', path: () => '/sign-in' },
  '/forgot-password': { access: 'everyone', path: () => '/forgot-password' },
  '/reset-password/[token]': { access: 'everyone', path: () => '/reset-password/unknown' },
  '/gallery': { access: 'everyone', path: () => '/gallery' },
  '/gallery/[publicationId]': { access: 'everyone', path: ({ exampleId }) => `/gallery/${exampleId}` },
  '/guide': { access: 'everyone', path: () => '/guide' },
  '/admin': { access: 'instance', path: () => '/admin' },
  '/admin/teams': { access: 'instance', path: () => '/admin/teams' },
  '/admin/teams/[teamId]': { access: 'instance', path: ({ teamId }) => `/admin/teams/${teamId}` },
  '/admin/users': { access: 'instance', path: () => '/admin/users' },
  '/admin/users/[userId]': { access: 'instance', path: ({ colleagueId }) => `/admin/users/${colleagueId}` },
  '/admin/engines': { access: 'instance', path: () => '/admin/engines' },
  '/admin/announcements': { access: 'instance', path: () => '/admin/announcements' },
  '/admin/audit': { access: 'instance', path: () => '/admin/audit' },
  '/admin/gallery': { access: 'instance', path: () => '/admin/gallery' },
  '/account': { access: 'person', path: () => '/account' },
  '/scenes': { access: 'person', path: () => '/scenes' },
  '/scenes/[sceneId]': { access: 'team', path: ({ sceneId }) => `/scenes/${sceneId}` },
  '/history': { access: 'person', path: () => '/history' },
  '/collections': { access: 'person', path: () => '/collections' },
  '/trash': { access: 'person', path: () => '/trash' },
  '/history/[generationId]': { access: 'team', path: ({ generationId }) => `/history/${generationId}` },
  '/compare': { access: 'team', path: ({ outputId, generationId }) => `/compare?o=snap_${generationId},${outputId}` },
  '/team/usage': { access: 'person', path: () => '/team/usage' },
  '/team/api': { access: 'person', path: () => '/team/api' },
  '/developers': { access: 'everyone', path: () => '/developers' },
  '/team/links': { access: 'person', path: () => '/team/links' },
  '/team': { access: 'person', path: () => '/team' },
  '/team/budgets': { access: 'person', path: () => '/team/budgets' },
  '/team/audit': { access: 'person', path: () => '/team/audit' },
  '/team/engines': { access: 'person', path: () => '/team/engines' },
  // As a line of the inbox leads there, also from another team.
  '/team/members': { access: 'team', path: ({ teamId }) => `/team/members?team=${teamId}` },
  '/teams': { access: 'person', path: () => '/teams' },
  '/teams/new': { access: 'person', path: () => '/teams/new' },
  '/invite/[token]': { access: 'everyone', path: () => '/invite/unknown' },
  '/inbox': { access: 'person', path: () => '/inbox' },
  '/s/[token]': { access: 'link', path: ({ shareToken }) => `/s/${shareToken}` },
}

export type RouteEntry = Send & {
  access: Access
  path: (of: Belongings) => string
  send?: (of: Belongings) => Send
  /** Needs more than the right to look. */
  changes?: boolean
  /** Needs more than being a member. */
  atLeast?: 'admin' | 'owner'
  /** The status that the owner gets, 200 unless it says otherwise. */
  status?: number
}

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

export type ActionEntry = {
  access: Access
  args: (of: Belongings) => unknown[]
  /** What a viewer may do too: marks of their own. */
  forViewers?: boolean
  /** Needs more than being a member. */
  atLeast?: 'admin' | 'owner'
  /** What the owner gets for it, where it needs more than the right to it. */
  ownerGets?: ErrorCode
}

/**
 * By name, in the order in which the owner calls them at the end: nothing that a later one needs is gone by then. Those
 * that end the account or its sessions are `person`, and the owner's turn leaves them out.
 */
export const ACTIONS: Record<string, ActionEntry & { endsSession?: boolean }> = {
  signUpAction: { access: 'everyone', args: () => [undefined, formOf({ email: 'not an address', password: 'x', name: '' })] },
  signInAction: { access: 'everyone', args: ({ email }) => [undefined, formOf({ email, password: 'not the password' })] },
  forgotPasswordAction: { access: 'everyone', args: () => [undefined, formOf({ email: 'nobody@example.com' })] },
  resetPasswordAction: { access: 'everyone', args: () => [undefined, formOf({ token: 'unknown', password: 'a brighter graphite room' })] },
  sendMagicLinkAction: { access: 'everyone', args: () => [undefined, formOf({ email: 'nobody@example.com' })] },
  enterByLinkAction: { access: 'everyone', args: () => [undefined, formOf({ token: 'unknown' })] },
  enterCodeAction: { access: 'everyone', args: () => [undefined, formOf({ code: '123456' })] },
  leaveForProviderAction: { access: 'everyone', args: () => [undefined, formOf({ provider: 'github' })] },
  setThemeAction: { access: 'everyone', args: () => ['dark'] },

  renameSceneAction: { access: 'team', args: ({ sceneId }) => [sceneId, 'Renamed'] },
  duplicateSceneAction: { access: 'team', args: ({ sceneId }) => [sceneId] },
  saveCopyAction: { access: 'team', args: ({ sceneId, document }) => [sceneId, 'Copy', document] },
  restoreSceneAction: { access: 'team', args: ({ deletedSceneId }) => [deletedSceneId] },
  deleteSceneAction: { access: 'team', args: ({ deletedSceneId, sceneId }) => [deletedSceneId || sceneId] },
  openShareAction: { access: 'everyone', args: () => [undefined, formOf({ token: 'unknown', password: 'not the password' })] },
  commentAsGuestAction: { access: 'everyone', args: () => [undefined, formOf({ token: 'unknown', outputId: 'out_unknown', name: 'Somebody', body: 'Hello' })] },
  createShareLinkAction: {
    access: 'team',
    args: ({ teamId, outputId }) => [
      teamId,
      {
        target: { kind: 'output', outputIds: [outputId] },
        title: 'For a client',
        expiresInDays: 30,
        password: null,
        allowDownload: true,
        showDetails: false,
        allowComments: false,
      },
    ],
  },
  updateShareLinkAction: { access: 'team', args: ({ shareLinkId }) => [shareLinkId, { title: 'For another client' }] },
  renewShareLinkAction: { access: 'team', args: ({ shareLinkId }) => [shareLinkId, 30] },
  revokeShareLinkAction: { access: 'team', args: ({ shareLinkId }) => [shareLinkId] },
  setTeamRetentionAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [undefined, formOf({ teamId, kept: '365' })] },
  setInstanceRetentionAction: { access: 'instance', args: () => [undefined, formOf({ kept: 'for_ever' })] },
  setSharingAllowedAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [teamId, true] },
  requestGenerationAction: {
    access: 'team',
    args: ({ sceneId, snapshotAssetId, camera }) => [
      {
        sceneId,
        snapshotAssetId,
        camera,
        requestKey: randomUUID(),
        prompt: 'Golden hour',
        settings: { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 7, images: 1 },
        references: [{ slot: 2, assetId: snapshotAssetId, role: 'style', strength: 0.5 }],
        baseRevision: 2,
      },
    ],
  },
  changeObjectAction: {
    access: 'team',
    args: ({ outputId }) => [
      { requestKey: randomUUID(), baseOutputId: outputId, nodeId: 'node_plinth', prompt: 'walnut', engine: 'studio', grow: 12, includeShadow: false },
    ],
  },
  requestExplorationAction: {
    access: 'team',
    args: ({ sceneId, snapshotAssetId, camera }) => [
      {
        sceneId,
        snapshotAssetId,
        camera,
        requestKey: randomUUID(),
        prompt: '{Dawn|Dusk}',
        settings: { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 7, images: 1 },
        references: [],
        baseRevision: 2,
        explore: { seeds: 1, strength: null, words: true },
      },
    ],
  },
  publicationStateAction: { access: 'team', args: ({ outputId }) => [outputId] },
  publishOutputAction: { access: 'team', args: ({ outputId }) => [outputId, { title: 'In the gallery', credit: 'Somebody', allowSceneStart: false }] },
  unpublishAction: { access: 'team', args: ({ publicationId }) => [publicationId] },
  likeAction: { access: 'person', args: ({ exampleId }) => [exampleId, true] },
  reportAction: { access: 'person', args: ({ exampleId }) => [exampleId, { reason: 'other', note: '' }] },
  startFromPublicationAction: { access: 'person', args: ({ exampleId }) => [exampleId] },
  hidePublicationAction: { access: 'instance', args: ({ exampleId }) => [exampleId, 'For the walk'] },
  restorePublicationAction: { access: 'instance', args: ({ exampleId }) => [exampleId] },
  keepPublicationAction: { access: 'instance', args: ({ exampleId }) => [exampleId] },
  banAuthorAction: { access: 'instance', args: ({ colleagueId }) => [colleagueId, true] },
  setGalleryAccessAction: { access: 'instance', args: () => ['public'] },
  suspendTeamAction: { access: 'instance', args: ({ sharedTeamId }) => [undefined, formOf({ id: sharedTeamId, reason: 'For the walk' })] },
  restoreTeamAction: { access: 'instance', args: ({ sharedTeamId }) => [sharedTeamId] },
  setTeamQuotasAction: {
    access: 'instance',
    args: ({ sharedTeamId }) => [undefined, formOf({ id: sharedTeamId, images: '100', dollars: '', gigabytes: '', open: '' })],
  },
  setTeamEnginesAction: { access: 'instance', args: ({ sharedTeamId }) => [sharedTeamId, ['studio']] },
  suspendUserAction: { access: 'instance', args: ({ colleagueId }) => [undefined, formOf({ id: colleagueId, reason: 'For the walk' })] },
  restoreUserAction: { access: 'instance', args: ({ colleagueId }) => [colleagueId] },
  setInstanceAdminAction: { access: 'instance', args: ({ colleagueId }) => [colleagueId, true] },
  // With another address than theirs it is refused in the end.
  eraseUserAction: {
    access: 'instance',
    args: ({ colleagueId }) => [undefined, formOf({ id: colleagueId, email: 'nobody@example.com' })],
    ownerGets: 'invalid',
  },
  setSignUpPolicyAction: { access: 'instance', args: () => ['open'] },
  // Far away, so that nobody else's pages show it.
  createAnnouncementAction: {
    access: 'instance',
    args: () => [{ text: 'For the walk', level: 'info', startsAt: '2090-01-01T00:00:00.000Z', endsAt: null }],
  },
  // What has not begun cannot be ended, only deleted.
  endAnnouncementAction: { access: 'instance', args: ({ announcementId }) => [announcementId], ownerGets: 'not_found' },
  deleteAnnouncementAction: { access: 'instance', args: ({ announcementId }) => [announcementId] },
  dismissAnnouncementAction: { access: 'person', args: ({ announcementId }) => [announcementId] },
  replayGenerationAction: { access: 'team', args: ({ generationId }) => [generationId, randomUUID(), null] },
  tryAgainAction: { access: 'team', args: ({ generationId }) => [generationId, randomUUID()] },
  setFavouriteAction: { access: 'team', forViewers: true, args: ({ outputId }) => [[outputId], true] },
  rateOutputAction: { access: 'team', forViewers: true, args: ({ outputId }) => [outputId, 4] },
  setTagsAction: { access: 'team', args: ({ outputId }) => [[outputId], { add: ['client'], remove: [] }] },
  describeOutputAction: { access: 'team', args: ({ outputId }) => [outputId, { title: 'The one', note: null }] },
  createCollectionAction: { access: 'team', args: ({ teamId, outputId }) => [teamId, 'Chosen', [outputId]] },
  renameCollectionAction: { access: 'team', args: ({ collectionId }) => [collectionId, 'Renamed'] },
  addToCollectionAction: { access: 'team', args: ({ collectionId, outputId }) => [collectionId, [outputId]] },
  restoreCollectionAction: { access: 'team', args: ({ deletedCollectionId }) => [deletedCollectionId] },
  moveBetweenCollectionsAction: {
    access: 'team',
    args: ({ collectionId, deletedCollectionId, outputId }) => [collectionId, deletedCollectionId, [outputId]],
  },
  removeFromCollectionAction: { access: 'team', args: ({ deletedCollectionId, outputId }) => [deletedCollectionId, [outputId]] },
  deleteCollectionAction: { access: 'team', args: ({ collectionId }) => [collectionId] },
  saveFilterAction: { access: 'team', forViewers: true, args: ({ teamId }) => [teamId, 'Approved', 'review=approved'] },
  deleteFilterAction: { access: 'team', args: ({ savedFilterId }) => [savedFilterId] },
  createPromptAction: { access: 'team', args: ({ teamId }) => [teamId, { name: 'Evening', body: '{{object}} at golden hour' }] },
  updatePromptAction: { access: 'team', args: ({ promptId }) => [promptId, { name: 'Night', body: 'Moonlight' }] },
  deletePromptAction: { access: 'team', args: ({ promptId }) => [promptId] },
  restorePromptAction: { access: 'team', args: ({ promptId }) => [promptId] },
  addCommentAction: {
    access: 'team',
    forViewers: true,
    args: ({ outputId }) => [{ outputId, threadId: null, pin: { x: 0.5, y: 0.5 }, body: 'Warmer, I think', mentions: [] }],
  },
  editCommentAction: { access: 'team', args: ({ commentId }) => [commentId, { body: 'Changed', mentions: [] }] },
  resolveThreadAction: { access: 'team', args: ({ commentId }) => [commentId, true] },
  deleteCommentAction: { access: 'team', args: ({ commentId }) => [commentId] },
  restoreCommentAction: { access: 'team', args: ({ commentId }) => [commentId] },
  reviewOutputAction: { access: 'team', args: ({ outputId }) => [outputId, { verdict: 'approved', note: '' }] },
  restoreSceneOfAction: { access: 'team', args: ({ generationId }) => [generationId] },
  restoreKeptSceneAction: { access: 'team', args: ({ keptSceneId }) => [keptSceneId] },
  trashOutputsAction: { access: 'team', args: ({ outputId }) => [[outputId]] },
  restoreOutputsAction: { access: 'team', args: ({ outputId }) => [[outputId]] },
  cancelExplorationAction: { access: 'team', args: ({ explorationId }) => [explorationId] },
  cancelGenerationAction: { access: 'team', args: ({ queuedGenerationId }) => [queuedGenerationId] },
  restoreGenerationAction: { access: 'team', args: ({ deletedGenerationId }) => [deletedGenerationId] },
  deleteGenerationAction: { access: 'team', args: ({ generationId }) => [generationId] },

  ...API_ACTIONS,
  renameTeamAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [undefined, formOf({ teamId, name: 'Renamed' })] },
  setBudgetAction: {
    access: 'team',
    atLeast: 'admin',
    args: ({ teamId }) => [undefined, formOf({ teamId, kind: 'team', subjectId: teamId, images: '1000', money: '' })],
  },
  grantExceptionAction: {
    access: 'team',
    atLeast: 'admin',
    args: ({ teamId }) => [undefined, formOf({ teamId, kind: 'team', subjectId: teamId, images: '10', money: '', reason: 'A fair' })],
  },
  clearBudgetAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [teamId, 'team', teamId] },
  setEngineKeyAction: {
    access: 'team',
    atLeast: 'admin',
    args: ({ teamId }) => [undefined, formOf({ teamId, family: 'fal', key: 'not-a-key-of-anybody' })],
  },
  // Nothing is asked of anybody: this family has no key.
  testEngineKeyAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [teamId, 'replicate'], ownerGets: 'not_found' },
  // No ComfyUI is set up there.
  testComfyUiAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [teamId], ownerGets: 'not_found' },
  removeEngineKeyAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [teamId, 'fal'] },
  // Whoever runs this installation lets teams bring no workflows.
  createWorkflowAction: {
    access: 'team',
    atLeast: 'admin',
    args: ({ teamId }) => [teamId, 'House style', WORKFLOW],
    ownerGets: 'unavailable',
  },
  deleteWorkflowAction: { access: 'team', atLeast: 'admin', args: ({ workflowId }) => [workflowId] },
  removeTeamPictureAction: { access: 'team', atLeast: 'admin', args: ({ teamId }) => [teamId] },
  inviteAction: {
    access: 'team',
    atLeast: 'admin',
    args: ({ sharedTeamId }) => [undefined, formOf({ teamId: sharedTeamId, email: 'friend@example.com', role: 'member' })],
  },
  inviteByLinkAction: { access: 'team', atLeast: 'admin', args: ({ sharedTeamId }) => [sharedTeamId, 'viewer'] },
  renewInvitationAction: { access: 'team', atLeast: 'admin', args: ({ invitationId }) => [invitationId] },
  revokeInvitationAction: { access: 'team', atLeast: 'admin', args: ({ invitationId }) => [invitationId] },
  acceptInvitationAction: { access: 'everyone', args: () => [undefined, formOf({ token: 'unknown' })] },
  changeRoleAction: { access: 'team', atLeast: 'admin', args: ({ sharedTeamId, colleagueId }) => [sharedTeamId, colleagueId, 'owner'] },
  removeMemberAction: { access: 'team', atLeast: 'admin', args: ({ sharedTeamId, removableId }) => [sharedTeamId, removableId] },
  switchTeamAction: { access: 'team', args: ({ sharedTeamId }) => [sharedTeamId] },
  leaveTeamAction: { access: 'team', args: ({ sharedTeamId }) => [sharedTeamId] },
  bringBackTeamAction: { access: 'team', atLeast: 'owner', args: ({ deletedTeamId }) => [deletedTeamId] },
  deleteTeamAction: { access: 'team', atLeast: 'owner', args: ({ deletedTeamId }) => [undefined, formOf({ teamId: deletedTeamId, name: DELETED_TEAM })] },
  markReadAction: { access: 'team', args: ({ notificationId }) => [notificationId] },

  markAllReadAction: { access: 'person', args: () => [] },
  setMailPreferenceAction: { access: 'person', args: () => ['comment', true] },
  createTeamAction: { access: 'person', args: () => [undefined, formOf({ name: 'A new team' })] },
  createSceneAction: { access: 'person', args: () => ['blank'] },
  renameAction: { access: 'person', args: () => [undefined, formOf({ name: 'Another name' })] },
  sendVerificationAction: { access: 'person', args: () => [undefined, formOf({})] },
  verifyEmailAction: { access: 'person', args: () => [undefined, formOf({ token: 'unknown' })], ownerGets: 'not_found' },
  changeEmailAction: { access: 'person', args: () => [undefined, formOf({ email: 'elsewhere@example.com' })] },
  linkProviderAction: { access: 'person', args: () => [undefined, formOf({ provider: 'github' })], ownerGets: 'unavailable' },
  unlinkProviderAction: { access: 'person', args: () => ['github'], ownerGets: 'not_found' },
  setFirstPasswordAction: { access: 'person', args: () => [undefined, formOf({ next: 'a brighter graphite room' })], ownerGets: 'conflict' },
  beginSecondFactorAction: { access: 'person', args: () => [undefined, formOf({})], ownerGets: 'conflict' },
  confirmSecondFactorAction: { access: 'person', args: () => [undefined, formOf({ code: '123456' })], ownerGets: 'not_found' },
  regenerateRecoveryCodesAction: { access: 'person', args: () => [undefined, formOf({ proof: PASSWORD })], ownerGets: 'conflict' },
  disableSecondFactorAction: { access: 'person', args: () => [undefined, formOf({ proof: PASSWORD })], ownerGets: 'conflict' },
  changePasswordAction: { access: 'person', args: () => [undefined, formOf({ present: PASSWORD, next: 'a brighter graphite room' })] },
  revokeSessionAction: { access: 'team', args: ({ sessionId }) => [sessionId], endsSession: true },
  revokeOtherSessionsAction: { access: 'person', args: () => [], endsSession: true },
  signInAgainAction: { access: 'everyone', args: () => [], endsSession: true },
  deleteAccountAction: { access: 'person', args: ({ email }) => [undefined, formOf({ email })], endsSession: true },
  changeAccountAction: { access: 'everyone', args: () => ['unknown'], endsSession: true },
  signOutAction: { access: 'everyone', args: () => [], endsSession: true },
}
