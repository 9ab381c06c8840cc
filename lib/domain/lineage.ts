/** An image as a step to another page: enough to draw it and to name it. */
export type ImageStep = {
  generationId: string
  outputId: string
  index: number
  thumbnailAssetId: string
  thumbhash: string
  width: number
  height: number
  title: string | null
  prompt: string
  authorName: string | null
}

/** Where a generation comes from and what came of it. */
export type Lineage = {
  /** The image whose recipe it began with; null where it began with none, or that one is gone. */
  from: ImageStep | null
  /** The first image of each generation that began with one of its images, newest first. */
  remixes: ImageStep[]
  /** More remixes exist than are listed. */
  hasMore: boolean
}

/** The generations before and after one in the order of History, newest first. `images` is how many each holds. */
export type Neighbours = { newer: Neighbour | null; older: Neighbour | null }
export type Neighbour = { generationId: string; images: number }

/**
 * How the scene of a picture stands to the one it was made from. `changed` tells what became of it, one line a subject;
 * the camera does not count, since a re-run looks from the same place.
 */
export type SceneSince = { state: 'none' } | { state: 'same' } | { state: 'changed'; lines: string[] } | { state: 'deleted' }
