'use server'
import { z } from 'zod'
import {
  addToCollection,
  createCollection,
  deleteCollection,
  moveBetween,
  removeFromCollection,
  renameCollection,
  restoreCollection,
} from '@/lib/data/collections/mutations'
import { deleteFilter, saveFilter } from '@/lib/data/history/saved-filters'
import { type SavedFilterView, selectionSchema } from '@/lib/domain/curation'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { currentActor } from './actor'
import { parse, toResult } from './result'

const nameSchema = z.string().max(1000)

export async function createCollectionAction(teamId: string, name: string, outputIds: string[]): Promise<Result<{ id: string }>> {
  return toResult(async () => {
    const chosen = parse(z.array(idSchema), outputIds)
    return createCollection(await currentActor(), { teamId: parse(idSchema, teamId), name: parse(nameSchema, name), outputIds: chosen })
  })
}

export async function renameCollectionAction(collectionId: string, name: string): Promise<Result<null>> {
  return toResult(async () => {
    await renameCollection(await currentActor(), parse(idSchema, collectionId), parse(nameSchema, name))
    return null
  })
}

export async function deleteCollectionAction(collectionId: string): Promise<Result<null>> {
  return toResult(async () => {
    await deleteCollection(await currentActor(), parse(idSchema, collectionId))
    return null
  })
}

/** Undoes {@link deleteCollectionAction}. */
export async function restoreCollectionAction(collectionId: string): Promise<Result<null>> {
  return toResult(async () => {
    await restoreCollection(await currentActor(), parse(idSchema, collectionId))
    return null
  })
}

export async function addToCollectionAction(collectionId: string, outputIds: string[]): Promise<Result<{ added: number }>> {
  return toResult(async () => addToCollection(await currentActor(), parse(idSchema, collectionId), parse(selectionSchema, outputIds)))
}

export async function removeFromCollectionAction(collectionId: string, outputIds: string[]): Promise<Result<null>> {
  return toResult(async () => {
    await removeFromCollection(await currentActor(), parse(idSchema, collectionId), parse(selectionSchema, outputIds))
    return null
  })
}

export async function moveBetweenCollectionsAction(fromCollectionId: string, toCollectionId: string, outputIds: string[]): Promise<Result<null>> {
  return toResult(async () => {
    const move = { from: parse(idSchema, fromCollectionId), to: parse(idSchema, toCollectionId), outputIds: parse(selectionSchema, outputIds) }
    await moveBetween(await currentActor(), move)
    return null
  })
}

/** Keeps a filter of History under a name, for the reader alone. */
export async function saveFilterAction(teamId: string, name: string, query: string): Promise<Result<SavedFilterView>> {
  return toResult(async () => {
    const input = { teamId: parse(idSchema, teamId), name: parse(nameSchema, name), query: parse(z.string().max(4000), query) }
    return saveFilter(await currentActor(), input)
  })
}

export async function deleteFilterAction(filterId: string): Promise<Result<null>> {
  return toResult(async () => {
    await deleteFilter(await currentActor(), parse(idSchema, filterId))
    return null
  })
}
