import { z } from 'zod'
import type { Role } from './roles'
import { isStorableText, NOT_STORABLE } from './text'

export const teamNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the team a name.')
  .max(60, 'A name has at most 60 characters.')
  .refine(isStorableText, NOT_STORABLE)

/** A role as the interface names it, and what it is for in one sentence. */
export const ROLE_WORDS: Record<Role, { label: string; note: string }> = {
  owner: { label: 'Owner', note: 'Everything, also deleting the team.' },
  admin: { label: 'Admin', note: 'Invites and manages people, links and settings.' },
  member: { label: 'Member', note: 'Makes scenes and images, approves and shares.' },
  viewer: { label: 'Viewer', note: 'Looks, comments and rates. Changes nothing.' },
}
