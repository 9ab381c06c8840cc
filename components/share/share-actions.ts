import type { Result } from '@/lib/domain/errors'
import type { NewShareLink, ShareLinkChanges } from '@/lib/domain/share-link'

/** The server actions that the dialogs here use; they come as props. */
export type ShareActions = {
  create: (teamId: string, input: NewShareLink) => Promise<Result<{ id: string; url: string }>>
  update: (shareLinkId: string, changes: ShareLinkChanges) => Promise<Result<null>>
  revoke: (shareLinkId: string) => Promise<Result<null>>
  renew: (shareLinkId: string, expiresInDays: number | null) => Promise<Result<{ url: string }>>
}
