'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parseForm, toResult } from '@/app/_server/result'
import { setTeamRetention } from '@/lib/data/audit/retention'
import { retentionFormSchema } from '@/lib/domain/audit-retention'
import { idSchema } from '@/lib/domain/ids'

const teamForm = z.object({ teamId: idSchema }).and(retentionFormSchema)

export async function setTeamRetentionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    const { teamId, ...retention } = parseForm(teamForm, form)
    await setTeamRetention(await currentActor(), teamId, retention)
    revalidatePath('/team/audit')
  })
}
