'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { setMailPreference } from '@/lib/data/inbox/mutations'
import type { Result } from '@/lib/domain/errors'
import { type NotificationKind, notificationKindSchema } from '@/lib/domain/inbox'

export async function setMailPreferenceAction(kind: NotificationKind, byMail: boolean): Promise<Result<void>> {
  return toResult(async () => {
    await setMailPreference(await currentActor(), parse(notificationKindSchema, kind), parse(z.boolean(), byMail))
    revalidatePath('/account')
  })
}
