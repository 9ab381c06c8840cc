'use server'
import { z } from 'zod'
import { createPrompt, deletePrompt, restorePrompt, updatePrompt } from '@/lib/data/prompts/mutations'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import type { PromptTemplate } from '@/lib/domain/prompt-template'
import { currentActor } from './actor'
import { parse, toResult } from './result'

// The length that is right is said by the data layer, in words for the field.
const templateSchema = z.object({ name: z.string().max(10_000), body: z.string().max(100_000) })

/** Keeps a prompt in the library of a team. */
export async function createPromptAction(teamId: string, template: PromptTemplate): Promise<Result<{ id: string }>> {
  return toResult(async () => createPrompt(await currentActor(), { teamId: parse(idSchema, teamId), ...parse(templateSchema, template) }))
}

export async function updatePromptAction(promptId: string, template: PromptTemplate): Promise<Result<null>> {
  return toResult(async () => {
    await updatePrompt(await currentActor(), parse(idSchema, promptId), parse(templateSchema, template))
    return null
  })
}

export async function deletePromptAction(promptId: string): Promise<Result<null>> {
  return toResult(async () => {
    await deletePrompt(await currentActor(), parse(idSchema, promptId))
    return null
  })
}

/** Undoes {@link deletePromptAction}. */
export async function restorePromptAction(promptId: string): Promise<Result<null>> {
  return toResult(async () => {
    await restorePrompt(await currentActor(), parse(idSchema, promptId))
    return null
  })
}
