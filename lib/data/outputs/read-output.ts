import 'server-only'
import { eq } from 'drizzle-orm'
import { assets, generationOutputs, generations } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { OutputView } from '@/lib/domain/generation-view'
import type { Actor } from '../actor'
import { db } from '../db'
import { isVisible } from './visible'

export type OutputFacts = Pick<OutputView, 'id' | 'index' | 'width' | 'height' | 'seed' | 'byteSize' | 'title' | 'tags' | 'review' | 'fidelity'> & {
  generationId: string
}

/** What is known of one image. @throws AppError `not_found`. */
export async function readOutput(actor: Actor, outputId: string): Promise<OutputFacts> {
  const [row] = await db()
    .select({
      id: generationOutputs.id,
      generationId: generationOutputs.generationId,
      index: generationOutputs.index,
      width: generationOutputs.width,
      height: generationOutputs.height,
      seed: generationOutputs.seed,
      byteSize: assets.byteSize,
      title: generationOutputs.title,
      tags: generationOutputs.tags,
      review: generationOutputs.review,
      fidelity: generationOutputs.fidelity,
    })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .where(isVisible(actor, outputId, 'output.read'))
  if (!row) throw notFound('This image')
  return row
}
