'use server'
import { revalidatePath } from 'next/cache'
import { currentActor } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { markAllRead, markRead } from '@/lib/data/inbox/mutations'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

export async function markReadAction(notificationId: string): Promise<Result<void>> {
  return toResult(async () => {
    await markRead(await currentActor(), parse(idSchema, notificationId))
    revalidatePath('/inbox')
  })
}

export async function markAllReadAction(): Promise<Result<void>> {
  return toResult(async () => {
    await markAllRead(await currentActor())
    revalidatePath('/inbox')
  })
}
