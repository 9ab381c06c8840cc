import type { Description, SavedFilterView, TagChange } from '@/lib/domain/curation'
import type { Result } from '@/lib/domain/errors'

/** What can be done with chosen images; the route hands the server actions in. */
export type OutputActions = {
  /** Adds them to the reader's own favourites, or takes them out. */
  setFavourite: (outputIds: string[], on: boolean) => Promise<Result<null>>
  /** The reader's own stars, 1 to 5, or null for none. Answers the new average. */
  rate: (outputId: string, stars: number | null) => Promise<Result<{ stars: number | null }>>
  setTags: (outputIds: string[], change: TagChange) => Promise<Result<null>>
  describe: (outputId: string, description: Description) => Promise<Result<null>>
  trash: (outputIds: string[]) => Promise<Result<null>>
  restore: (outputIds: string[]) => Promise<Result<null>>
}

export type CollectionActions = {
  /** With images it begins with those in it. */
  create: (teamId: string, name: string, outputIds: string[]) => Promise<Result<{ id: string }>>
  rename: (collectionId: string, name: string) => Promise<Result<null>>
  remove: (collectionId: string) => Promise<Result<null>>
  /** Undoes `remove`. */
  restore: (collectionId: string) => Promise<Result<null>>
  addOutputs: (collectionId: string, outputIds: string[]) => Promise<Result<{ added: number }>>
  removeOutputs: (collectionId: string, outputIds: string[]) => Promise<Result<null>>
  moveOutputs: (fromCollectionId: string, toCollectionId: string, outputIds: string[]) => Promise<Result<null>>
}

export type SavedFilterActions = {
  save: (teamId: string, name: string, query: string) => Promise<Result<SavedFilterView>>
  remove: (filterId: string) => Promise<Result<null>>
}
