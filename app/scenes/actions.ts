'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { createBlankScene, createSceneFromSample, deleteScene, duplicateScene, renameScene, restoreScene } from '@/lib/data/scenes/mutations'
import { type Restored, restoreKept } from '@/lib/data/scenes/restore-state'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { SAMPLES } from '@/lib/scene/samples'
import type { SceneDocument } from '@/lib/scene/schema'
import { currentActor, currentTeam } from '../_server/actor'
import { parse, toResult } from '../_server/result'

const startSchema = z.enum(['blank', ...SAMPLES])

/** A new scene in the actor's current team. The page goes there. */
export async function createSceneAction(start: string): Promise<Result<{ id: string }>> {
  return toResult(async () => {
    const from = parse(startSchema, start)
    const actor = await currentActor()
    const team = await currentTeam(actor)
    const scene = from === 'blank' ? await createBlankScene(actor, { teamId: team.id }) : await createSceneFromSample(actor, { teamId: team.id, sample: from })
    revalidatePath('/scenes')
    return { id: scene.id }
  })
}

export async function renameSceneAction(sceneId: string, name: string): Promise<Result<{ name: string }>> {
  return toResult(async () => {
    const renamed = await renameScene(await currentActor(), { sceneId: parse(idSchema, sceneId), name: parse(z.string().max(500), name) })
    revalidatePath('/scenes')
    return renamed
  })
}

export async function duplicateSceneAction(sceneId: string): Promise<Result<{ id: string; name: string }>> {
  return toResult(async () => {
    const { id, name } = await duplicateScene(await currentActor(), { sceneId: parse(idSchema, sceneId) })
    revalidatePath('/scenes')
    return { id, name }
  })
}

/** Stores somebody's unsaved work beside the scene that was saved by another. */
export async function saveCopyAction(sceneId: string, name: string, document: SceneDocument): Promise<Result<{ id: string }>> {
  return toResult(async () => {
    const copy = await duplicateScene(await currentActor(), { sceneId: parse(idSchema, sceneId), name: parse(z.string().max(500), name), document })
    revalidatePath('/scenes')
    return { id: copy.id }
  })
}

export async function deleteSceneAction(sceneId: string): Promise<Result<null>> {
  return toResult(async () => {
    await deleteScene(await currentActor(), parse(idSchema, sceneId))
    revalidatePath('/scenes')
    return null
  })
}

export async function restoreSceneAction(sceneId: string): Promise<Result<null>> {
  return toResult(async () => {
    await restoreScene(await currentActor(), parse(idSchema, sceneId))
    revalidatePath('/scenes')
    return null
  })
}

/** Brings back what a restored scene took the place of. */
export async function restoreKeptSceneAction(keptId: string): Promise<Result<Restored>> {
  return toResult(async () => {
    const restored = await restoreKept(await currentActor(), parse(idSchema, keptId))
    revalidatePath('/scenes')
    return restored
  })
}
