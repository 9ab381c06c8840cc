import type { ErrorCode } from '@/lib/domain/errors'
import type { Send } from '../fixtures/visitor'

export { ACTIONS, DELETED_TEAM } from './surface-actions'
export { PAGES } from './surface-pages'
export { ROUTES } from './surface-routes'

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
