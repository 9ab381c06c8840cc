'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { sendCanceled } from '@/app/_server/send-generation'
import { setTeamEngines, setTeamQuotas } from '@/lib/data/instance/quotas'
import { restoreTeam, suspendTeam } from '@/lib/data/instance/suspend-team'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { enginesSchema, quotasFormSchema } from '@/lib/domain/instance/quotas'

const suspendForm = z.object({ id: idSchema, reason: z.string().max(2000) })
const quotasForm = z.object({ id: idSchema }).and(quotasFormSchema)

/** Holds a team. What waited in the queue is canceled; the queue is told after the commit. */
export async function suspendTeamAction(_previous: FormState<null>, form: FormData): Promise<FormState<null>> {
  return toResult(async () => {
    const { id, reason } = parseForm(suspendForm, form)
    const { canceled } = await suspendTeam(await currentActor(), id, reason)
    await Promise.all(canceled.map(sendCanceled))
    revalidatePath('/', 'layout')
    return null
  })
}

export async function restoreTeamAction(teamId: string): Promise<Result<null>> {
  return toResult(async () => {
    await restoreTeam(await currentActor(), parse(idSchema, teamId))
    revalidatePath('/', 'layout')
    return null
  })
}

export async function setTeamQuotasAction(_previous: FormState<null>, form: FormData): Promise<FormState<null>> {
  return toResult(async () => {
    const { id, ...quotas } = parseForm(quotasForm, form)
    await setTeamQuotas(await currentActor(), id, quotas)
    revalidatePath('/admin/teams')
    return null
  })
}

export async function setTeamEnginesAction(teamId: string, engines: string[] | null): Promise<Result<null>> {
  return toResult(async () => {
    await setTeamEngines(await currentActor(), parse(idSchema, teamId), parse(enginesSchema, engines))
    revalidatePath('/admin/teams')
    return null
  })
}
