import { randomUUID } from 'node:crypto'
import { draftRequest, formOf, PASSWORD } from '../fixtures/visitor'
import type { ActionEntry } from './surface'
import { API_ACTIONS } from './surface-api'

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
        ...draftRequest({ sceneId, snapshotAssetId, camera }),
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
        ...draftRequest({ sceneId, snapshotAssetId, camera, prompt: '{Dawn|Dusk}' }),
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
