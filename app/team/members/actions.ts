'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { mailGoesToTerminal, originForLinks } from '@/app/_server/links'
import { parse, parseForm, toResult } from '@/app/_server/result'
import type { UserActor } from '@/lib/data/actor'
import { type IssuedInvitation, invite, markInvitationSent, renewInvitation, revokeInvitation } from '@/lib/data/invitations/mutations'
import { AppError, type Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { emailSchema } from '@/lib/domain/password'
import { ROLES, type Role } from '@/lib/domain/roles'
import { sendMail } from '@/lib/platform/mail'
import type { ShownInvitation } from './_components/shown-invitation'

const roleSchema = z.enum(ROLES)
const form = z.object({ teamId: idSchema, email: emailSchema, role: roleSchema })

/** Invites an address. The answer holds the link, which can be shown only now. */
export async function inviteAction(_previous: FormState<ShownInvitation>, data: FormData): Promise<FormState<ShownInvitation>> {
  return toResult(async () => {
    const actor = await currentUser()
    return deliver(actor, await invite(actor, parseForm(form, data)))
  })
}

/** Makes a link that anybody may use who has it. */
export async function inviteByLinkAction(teamId: string, role: Role): Promise<Result<ShownInvitation>> {
  return toResult(async () => {
    const actor = await currentUser()
    return deliver(actor, await invite(actor, { teamId: parse(idSchema, teamId), email: null, role: parse(roleSchema, role) }))
  })
}

/** Makes a new link for an invitation and, where it is for an address, sends it there. */
export async function renewInvitationAction(invitationId: string): Promise<Result<ShownInvitation>> {
  return toResult(async () => {
    const actor = await currentUser()
    return deliver(actor, await renewInvitation(actor, parse(idSchema, invitationId)))
  })
}

export async function revokeInvitationAction(invitationId: string): Promise<Result<void>> {
  return toResult(async () => {
    await revokeInvitation(await currentActor(), parse(idSchema, invitationId))
    revalidatePath('/team/members')
  })
}

async function currentUser(): Promise<UserActor> {
  const actor = await currentActor()
  if (actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to do this.')
  return actor
}

/** The invitation is made by now: where the mail cannot be sent, its link can still be copied. */
async function deliver(actor: UserActor, { id, token, email, role, teamName, invitedBy }: IssuedInvitation): Promise<ShownInvitation> {
  const link = `${await originForLinks()}/invite/${token}`
  revalidatePath('/team/members')
  if (email === null) return { email, link, delivered: 'by_hand' }
  try {
    const { delivered } = await sendMail({
      to: email,
      subject: `${invitedBy} invites you to ${teamName} on Maquette`,
      text: `${invitedBy} invites you to the team ${teamName}, as ${role}. Open this link to accept. It works for 14 days, and only for this address. If you do not know ${invitedBy}, you can ignore this message.`,
      link,
    })
    if (delivered === 'smtp') await markInvitationSent(actor, id)
    return { email, link, delivered: mailGoesToTerminal() ? 'terminal' : 'mail' }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { email, link, delivered: 'not_sent' }
  }
}
