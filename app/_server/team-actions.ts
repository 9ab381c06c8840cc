'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { switchTeam } from '@/lib/data/teams/switch-team'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { currentActor } from './actor'
import { parse, toResult } from './result'

/** Works in another team from here on, and opens its scenes: what was on the page belongs to the team before. */
export async function switchTeamAction(teamId: string): Promise<Result<never>> {
  return toResult(async () => {
    await switchTeam(await currentActor(), parse(idSchema, teamId))
    revalidatePath('/', 'layout')
    redirect('/scenes' as Route)
  })
}
