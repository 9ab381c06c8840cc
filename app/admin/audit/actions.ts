'use server'
import { revalidatePath } from 'next/cache'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parseForm, toResult } from '@/app/_server/result'
import { setInstanceRetention } from '@/lib/data/audit/retention'
import { retentionFormSchema } from '@/lib/domain/audit-retention'

export async function setInstanceRetentionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toResult(async () => {
    const retention = parseForm(retentionFormSchema, form)
    await setInstanceRetention(await currentActor(), retention.kind === 'days' ? retention.days : null)
    revalidatePath('/admin/audit')
  })
}
