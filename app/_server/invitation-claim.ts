import 'server-only'
import { z } from 'zod'
import { sealedNote } from './sealed-note'

/** The secret of the invitation that a way back leads to: who comes from its page opens an account with it. */
export const invitationIn = (next: string | undefined): string | undefined => /^\/invite\/([\w-]{1,100})$/.exec(next ?? '')?.[1]

/** The invitation with which somebody left for a provider, which gives nothing of it back. */
const claim = sealedNote({ cookie: 'maquette.invitation', purpose: 'invitation-claim', schema: z.string() })

export const rememberInvitation = (invitation: string): Promise<void> => claim.keep(invitation)

/** Takes it back, once. */
export const takeInvitation = (): Promise<string | undefined> => claim.take()
