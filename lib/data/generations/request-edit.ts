import 'server-only'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '@/db/client'
import { generationOutputs, generationReferences, generations, sceneRevisions } from '@/db/schema'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'
import { whyNotGenerate } from '@/lib/domain/check-request'
import { AppError } from '@/lib/domain/errors'
import { EDIT_STEPS_MAX, type GenerationSettings, type ObjectEdit, objectEditSchema, promptSchema, type Quality, type Reference } from '@/lib/domain/generation'
import { idSchema } from '@/lib/domain/ids'
import type { Reading } from '@/lib/domain/look/look'
import { readObjectPrompt } from '@/lib/domain/look/read-object-prompt'
import { cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { findEngine } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { refusal, teamOfRow } from '../teams/suspended'
import { requestGenerationSchema } from './freeze-request'
import { findByKey, insertGeneration, type Requested } from './request-generation'

export const requestEditSchema = z.strictObject({
  /** Chosen by the browser for one press of Generate. */
  requestKey: requestGenerationSchema.shape.requestKey,
  /** The picture in which one object changes. */
  baseOutputId: idSchema,
  nodeId: objectEditSchema.shape.nodeId,
  prompt: promptSchema,
  engine: z.string().min(1).max(64),
  grow: objectEditSchema.shape.grow,
  includeShadow: z.boolean(),
})
export type RequestEdit = z.input<typeof requestEditSchema>

/**
 * Queues a change of one object of a finished picture. Scene, camera, size, quality and seed are those that the picture was made
 * from, not those of the scene as it is now, so that object and picture fit each other; the picture itself is frozen as the
 * snapshot. As with {@link requestGeneration} the caller then sends the event.
 *
 * @throws AppError `invalid` with a sentence for the form, `not_found` for pictures of other teams and in the trash,
 * `rate_limited` when too much is waiting.
 */
export async function requestEdit(actor: Actor, input: RequestEdit): Promise<Requested> {
  const userId = requireUserId(actor)
  const parsed = requestEditSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'This request is not complete. Reload the page and press Generate again.', { cause: parsed.error })
  const request = parsed.data
  return db().transaction(async (tx) => {
    const base = await readBase(tx, actor, request.baseOutputId)
    const before = await findByKey(tx, base.generation.teamId, request.requestKey)
    if (before) return { ...before, created: false }
    const { generation, output, document } = base
    const name = objectName(document, request.nodeId)
    if (request.prompt.trim() === '') throw new AppError('invalid', `Write what should change about ${name}.`)

    const engine = findEngine(request.engine, await engineSettings(actor, base.generation.teamId, tx))
    if (engine?.capabilities.canvas === 'unsupported') {
      throw new AppError('invalid', `${engine.capabilities.label} takes no picture, so it cannot change one. Choose another engine.`)
    }
    const references = engine?.capabilities.readsPrompt ? await referencesOf(tx, generation.id) : []
    const { edit: earlier, ratio, size, seed, quality } = generation.settings
    const pixels = outputPixels(ratio, size)
    if (pixels.width !== output.width || pixels.height !== output.height) {
      throw new AppError('invalid', 'This picture has a size that is no longer made. Make it again, then change it.')
    }
    const settings: GenerationSettings = {
      engine: request.engine,
      canvas: true,
      ratio,
      size,
      quality: qualityOf(engine?.capabilities, quality),
      seed: output.seed ?? (seed + output.index) % 2 ** 31,
      images: 1,
      edit: {
        baseOutputId: output.id,
        nodeId: request.nodeId,
        objectName: name,
        grow: request.grow,
        includeShadow: request.includeShadow,
        scenePrompt: earlier?.scenePrompt ?? generation.prompt,
        earlier: stepsBefore(earlier, generation.prompt),
      },
    }
    const reason = whyNotGenerate(engine, { settings, references, prompt: request.prompt, hasContent: true })
    if (reason) throw new AppError('invalid', reason)
    return insertGeneration(tx, actor, {
      teamId: generation.teamId,
      sceneId: generation.sceneId,
      sceneRevisionId: generation.sceneRevisionId,
      authorId: userId,
      requestKey: request.requestKey,
      prompt: request.prompt,
      settings,
      camera: cameraSchema.parse(generation.camera),
      snapshotAssetId: output.assetId,
      references,
      reading: engine?.capabilities.readsPrompt ? readingOf(document, request, name) : null,
      shotName: generation.shotName,
      remixedFromOutputId: output.id,
    })
  })
}

/** The picture with what it was made from. @throws AppError `not_found`, or `invalid` where no scene was part of it. */
async function readBase(tx: Transaction, actor: Actor, outputId: string) {
  const [row] = await tx
    .select({ generation: generations, output: generationOutputs, document: sceneRevisions.document })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .where(
      and(
        eq(generationOutputs.id, outputId),
        isNull(generationOutputs.deletedAt),
        isNull(generations.deletedAt),
        inTeamsOf(actor, generations.teamId, 'generation.create'),
      ),
    )
  if (!row) throw await refusal(tx, actor, teamOfRow(generationOutputs, outputId), 'This picture')
  if (!row.document || !row.generation.camera) {
    throw new AppError('invalid', 'This picture was made without the canvas, so nobody knows where its objects are. Make one with the canvas on first.')
  }
  return { ...row, document: sceneDocumentSchema.parse(row.document) }
}

/** @throws AppError `invalid` for what the frozen scene does not have, hides or cannot show. */
function objectName(document: SceneDocument, nodeId: string): string {
  const node = Object.hasOwn(document.nodes, nodeId) ? document.nodes[nodeId] : undefined
  if (!node?.visible || node.type === 'light') throw new AppError('invalid', 'This object is not in the picture. Choose another.')
  return node.name
}

/** The quality that the picture was made in, where the engine has it: so light and grain stay alike. */
const qualityOf = (can: Capabilities | undefined, wanted: Quality): Quality => (can?.qualities.includes(wanted) ? wanted : (can?.qualities[0] ?? wanted))

/** What was changed before, when the picture itself came of such a change. @throws AppError `invalid` when that is too much. */
function stepsBefore(edit: ObjectEdit | undefined, prompt: string): ObjectEdit['earlier'] {
  if (!edit) return []
  if (edit.earlier.length >= EDIT_STEPS_MAX) {
    throw new AppError('invalid', `This picture has been changed ${EDIT_STEPS_MAX} times. Make a new one of the scene and go on from there.`)
  }
  return [...edit.earlier, { nodeId: edit.nodeId, prompt }]
}

async function referencesOf(tx: Transaction, generationId: string): Promise<Reference[]> {
  const rows = await tx.select().from(generationReferences).where(eq(generationReferences.generationId, generationId)).orderBy(asc(generationReferences.slot))
  return rows.map(({ slot, assetId, role, strength }) => ({ slot: slot === 2 ? 2 : 3, assetId, role, strength }))
}

/** @throws AppError `invalid` when the words say nothing that an engine of this kind could do to the object. */
function readingOf(document: SceneDocument, { nodeId, prompt }: { nodeId: string; prompt: string }, name: string): Reading {
  const objects = document.order.flatMap((id) => {
    const node = document.nodes[id]
    return node?.visible && node.type !== 'light' ? [{ id, name: node.name }] : []
  })
  const reading = readObjectPrompt(prompt, { id: nodeId, name }, objects)
  if (reading.look.materials.length === 0) {
    throw new AppError('invalid', `Nothing here says how ${name} should change. Name a material, a colour or a finish, such as “brushed brass”.`)
  }
  return reading
}
