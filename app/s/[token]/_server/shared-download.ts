import 'server-only'
import type { SharedFile } from '@/lib/data/share-links/visit'
import type { OutputMetadata } from '@/lib/platform/provenance/output-metadata'

/**
 * What a file from a link says of itself: nothing where the link hides prompts. The hash of the scene stays inside the team:
 * it could be compared with that of another image.
 */
export const metadataOf = (file: SharedFile): OutputMetadata | null => (file.showDetails ? { ...file, sceneHash: null } : null)

/** What its name is made of. A link that hides prompts hides them there too. */
export const namedBy = (file: SharedFile): Pick<SharedFile, 'sceneName' | 'prompt' | 'index' | 'images'> =>
  file.showDetails ? file : { ...file, sceneName: file.linkTitle, prompt: file.title ?? '' }
