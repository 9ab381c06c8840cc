import { z } from 'zod'

export const SIGN_UP_POLICIES = ['open', 'invited', 'closed'] as const
export type SignUpPolicy = (typeof SIGN_UP_POLICIES)[number]
export const signUpPolicySchema = z.enum(SIGN_UP_POLICIES)

/** A policy as the page of the instance admins names it. */
export const SIGN_UP_WORDS: Record<SignUpPolicy, { label: string; note: string }> = {
  open: { label: 'Anybody', note: 'Whoever reaches this Maquette can open an account.' },
  invited: { label: 'Invited people', note: 'Only somebody with an invitation to a team can open an account.' },
  closed: { label: 'Nobody', note: 'No new accounts, not even with an invitation. Those that exist stay.' },
}

/** What a visitor is told who may not open an account. */
export const NO_ACCOUNT_WORDS: Record<Exclude<SignUpPolicy, 'open'>, string> = {
  invited: 'New accounts here need an invitation. Open the link of your invitation to make one.',
  closed: 'This Maquette takes no new accounts.',
}
