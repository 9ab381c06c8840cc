import 'server-only'
import { randomInt } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { scenes } from '@/db/schema'
import type { ApiGenerate } from '@/lib/domain/api-generate'
import { AppError } from '@/lib/domain/errors'
import { SEED_MAX } from '@/lib/domain/generation'
import { type Camera, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { refusal, teamOfRow } from '../teams/suspended'
import { type Requested, requestGeneration } from './request-generation'

/**
 * As {@link requestGeneration}, for a program: it names a saved camera and has no picture of the canvas, which the worker
 * takes for it (docs/api.md).
 * @throws AppError as there, and `invalid` for a shot that the scene does not have.
 */
export async function requestByProgram(actor: Actor, input: ApiGenerate & { requestKey: string }): Promise<Requested> {
  const [scene] = await db()
    .select({ revision: scenes.revision, document: scenes.document })
    .from(scenes)
    .where(and(eq(scenes.id, input.sceneId), isNull(scenes.deletedAt), inTeamsOf(actor, scenes.teamId, 'generation.create')))
  if (!scene) throw await refusal(db(), actor, teamOfRow(scenes, input.sceneId), 'This scene')
  const { engine, ratio, prompt, references, requestKey } = input
  const { canvas, size, quality, images, negativePrompt, seed = randomInt(SEED_MAX) } = input.settings
  return requestGeneration(actor, {
    sceneId: input.sceneId,
    requestKey,
    prompt,
    settings: { engine, ratio, canvas, size, quality, images, seed, ...(negativePrompt ? { negativePrompt } : {}) },
    references: references.map((reference, index) => ({ ...reference, slot: index === 0 ? 2 : 3 })),
    snapshotAssetId: null,
    camera: cameraOf(scene.document, input.shot),
    baseRevision: scene.revision,
  })
}

function cameraOf(stored: unknown, shot: string | undefined): Camera {
  const { camera, shots } = sceneDocumentSchema.parse(stored)
  if (shot === undefined) return camera
  const found = shots.find(({ id }) => id === shot) ?? shots.find(({ name }) => name === shot)
  if (!found) {
    const names = shots.map(({ name }) => `“${name}”`).join(', ')
    throw new AppError('invalid', `This scene has no such shot. ${names ? `It has ${names}.` : 'It has none.'}`, {
      fields: { shot: 'Not a shot of this scene.' },
    })
  }
  return found.camera
}
