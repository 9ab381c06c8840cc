'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { bringBackTeam, createTeam } from '@/lib/data/teams/mutations'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { teamNameSchema } from '@/lib/domain/team'

const form = z.object({ name: teamNameSchema })

/** Makes a team and leads to its people, since the next thing to do is to invite them. */
export async function createTeamAction(_previous: FormState<never>, data: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    await createTeam(await currentActor(), parseForm(form, data))
    revalidatePath('/', 'layout')
    redirect('/team/members' as Route)
  })
}

export async function bringBackTeamAction(teamId: string): Promise<Result<never>> {
  return toResult(async () => {
    await bringBackTeam(await currentActor(), parse(idSchema, teamId))
    revalidatePath('/', 'layout')
    redirect('/team' as Route)
  })
}
