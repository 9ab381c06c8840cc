'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { wakeWebhooks } from '@/inngest/send'
import { createApiToken, revokeApiToken } from '@/lib/data/api-tokens/mutations'
import { createWebhook, deleteWebhook, redeliver, setWebhookEnabled, testWebhook } from '@/lib/data/webhooks/mutations'
import type { NewApiToken } from '@/lib/domain/api-token'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import type { NewWebhook } from '@/lib/domain/webhook'

const PAGE = '/team/api'
/** The data layer reads both with schemas of its own and says what is wrong by field. */
const fields = z.record(z.string(), z.unknown())

/** Makes a token. The answer is the only time that it is seen. */
export async function createApiTokenAction(teamId: string, token: NewApiToken): Promise<Result<{ id: string; token: string }>> {
  return toResult(async () => {
    parse(fields, token)
    const created = await createApiToken(await currentActor(), { teamId: parse(idSchema, teamId), token })
    revalidatePath(PAGE)
    return created
  })
}

export async function revokeApiTokenAction(tokenId: string): Promise<Result<void>> {
  return toResult(async () => {
    await revokeApiToken(await currentActor(), parse(idSchema, tokenId))
    revalidatePath(PAGE)
  })
}

/** Adds a webhook. The answer is the only time that its secret is seen. */
export async function createWebhookAction(teamId: string, webhook: NewWebhook): Promise<Result<{ id: string; secret: string }>> {
  return toResult(async () => {
    parse(fields, webhook)
    const created = await createWebhook(await currentActor(), { teamId: parse(idSchema, teamId), webhook })
    revalidatePath(PAGE)
    return created
  })
}

export async function setWebhookEnabledAction(webhookId: string, enabled: boolean): Promise<Result<void>> {
  return toResult(async () => {
    await setWebhookEnabled(await currentActor(), parse(idSchema, webhookId), parse(z.boolean(), enabled))
    revalidatePath(PAGE)
  })
}

export async function deleteWebhookAction(webhookId: string): Promise<Result<void>> {
  return toResult(async () => {
    await deleteWebhook(await currentActor(), parse(idSchema, webhookId))
    revalidatePath(PAGE)
  })
}

/** Sends a message that says nothing but that it is a test. */
export async function testWebhookAction(webhookId: string): Promise<Result<void>> {
  return toResult(async () => {
    await testWebhook(await currentActor(), parse(idSchema, webhookId))
    await wakeWebhooks()
    revalidatePath(PAGE)
  })
}

/** Sends a message once more. */
export async function redeliverAction(deliveryId: string): Promise<Result<void>> {
  return toResult(async () => {
    await redeliver(await currentActor(), parse(idSchema, deliveryId))
    await wakeWebhooks()
    revalidatePath(PAGE)
  })
}
