'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { testComfyUi } from '@/lib/data/engines/comfyui-test'
import { removeEngineKey, setEngineKey, testEngineKey } from '@/lib/data/engines/keys'
import { createWorkflow, deleteWorkflow } from '@/lib/data/engines/workflows'
import type { ComfyUiTest } from '@/lib/domain/comfyui-test'
import { type KeyFamily, type KeyTestResult, keyFamilySchema, providerKeySchema } from '@/lib/domain/engine-keys'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

const keyForm = z.object({ teamId: idSchema, family: keyFamilySchema, key: providerKeySchema })

/** Keeps a key. The answer says that it was kept and nothing of it. */
export async function setEngineKeyAction(_previous: FormState<null>, form: FormData): Promise<FormState<null>> {
  return toResult(async () => {
    await setEngineKey(await currentActor(), parseForm(keyForm, form))
    revalidatePath('/team/engines')
    return null
  })
}

export async function removeEngineKeyAction(teamId: string, family: KeyFamily): Promise<Result<void>> {
  return toResult(async () => {
    await removeEngineKey(await currentActor(), { teamId: parse(idSchema, teamId), family: parse(keyFamilySchema, family) })
    revalidatePath('/team/engines')
  })
}

/** Asks the provider about the key that counts. */
export async function testEngineKeyAction(teamId: string, family: KeyFamily): Promise<Result<KeyTestResult>> {
  return toResult(async () => {
    const result = await testEngineKey(await currentActor(), { teamId: parse(idSchema, teamId), family: parse(keyFamilySchema, family) })
    revalidatePath('/team/engines')
    return result
  })
}

/** Asks the ComfyUI of the installation whether it is there. */
export async function testComfyUiAction(teamId: string): Promise<Result<ComfyUiTest>> {
  return toResult(async () => testComfyUi(await currentActor(), parse(idSchema, teamId)))
}

/** Keeps a ComfyUI workflow for the team; `sent` is what the form made of the uploaded file. */
export async function createWorkflowAction(teamId: string, name: string, sent: unknown): Promise<Result<{ id: string }>> {
  return toResult(async () => {
    const created = await createWorkflow(await currentActor(), { teamId: parse(idSchema, teamId), name: parse(z.string(), name), sent })
    revalidatePath('/team/engines')
    return created
  })
}

export async function deleteWorkflowAction(workflowId: string): Promise<Result<void>> {
  return toResult(async () => {
    await deleteWorkflow(await currentActor(), parse(idSchema, workflowId))
    revalidatePath('/team/engines')
  })
}
