'use server'
import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { changeRole, leaveTeam, removeMember } from '@/lib/data/teams/members'
import { deleteTeam, renameTeam, setTeamPicture } from '@/lib/data/teams/mutations'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { ROLES, type Role } from '@/lib/domain/roles'
import { teamNameSchema } from '@/lib/domain/team'

const nameForm = z.object({ teamId: idSchema, name: teamNameSchema })
const deletionForm = z.object({ teamId: idSchema, name: z.string().min(1, 'Type the name to confirm.').max(200) })
const roleSchema = z.enum(ROLES)

export async function renameTeamAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    await renameTeam(await currentActor(), parseForm(nameForm, form))
    revalidatePath('/', 'layout')
  })
}

export async function removeTeamPictureAction(teamId: string): Promise<Result<void>> {
  return toResult(async () => {
    await setTeamPicture(await currentActor(), { teamId: parse(idSchema, teamId), assetId: null })
    revalidatePath('/', 'layout')
  })
}

export async function changeRoleAction(teamId: string, userId: string, role: Role): Promise<Result<void>> {
  return toResult(async () => {
    await changeRole(await currentActor(), { teamId: parse(idSchema, teamId), userId: parse(idSchema, userId), role: parse(roleSchema, role) })
    revalidatePath('/team/members')
  })
}

export async function removeMemberAction(teamId: string, userId: string): Promise<Result<void>> {
  return toResult(async () => {
    await removeMember(await currentActor(), { teamId: parse(idSchema, teamId), userId: parse(idSchema, userId) })
    revalidatePath('/team/members')
  })
}

/** Leaves the team and goes on in the personal one. */
export async function leaveTeamAction(teamId: string): Promise<Result<never>> {
  return toResult(async () => {
    await leaveTeam(await currentActor(), parse(idSchema, teamId))
    revalidatePath('/', 'layout')
    redirect('/teams' as Route)
  })
}

/** Deletes the team and leads to where it can be brought back. */
export async function deleteTeamAction(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
  return toResult(async () => {
    const { teamId, name } = parseForm(deletionForm, form)
    await deleteTeam(await currentActor(), { teamId, typedName: name })
    revalidatePath('/', 'layout')
    redirect('/teams' as Route)
  })
}
