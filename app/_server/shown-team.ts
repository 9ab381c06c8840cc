import 'server-only'
import { notFound } from 'next/navigation'
import type { UserActor } from '@/lib/data/actor'
import { currentTeamOf, listTeams, type TeamDto } from '@/lib/data/teams/queries'

export type ShownTeam = TeamDto & {
  /** The session works in another one, to which the rest of the page's frame belongs. */
  isElsewhere: boolean
}

/**
 * The team that a page about a team shows: the one that its address names (`?team=`), as lines of the inbox and mails do,
 * or else the one that the session works in. Reading switches nothing; a team of others is no page.
 */
export async function shownTeam(actor: UserActor, asked: string | string[] | undefined): Promise<ShownTeam> {
  const current = await currentTeamOf(actor)
  if (asked === undefined || asked === current.id) return { ...current, isElsewhere: false }
  const team = (await listTeams(actor)).find(({ id }) => id === asked)
  return team ? { ...team, isElsewhere: true } : notFound()
}
