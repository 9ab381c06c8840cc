import { EXAMPLES_CREDIT, GALLERY_EXAMPLES } from '../../lib/domain/community/gallery-examples'
import { newId } from '../../lib/domain/ids'
import type { Database } from '../client'
import { publications } from '../schema'
import pictures from './gallery-pictures.json'

const PICTURES: Record<string, { width: number; height: number; thumbhash: string }> = pictures

/**
 * Puts the examples that come with the product into the gallery, each once: another start adds only what is new, and what a
 * moderator hid stays hidden. An example whose picture was not rendered yet is left out.
 */
export async function seedGallery(db: Database): Promise<void> {
  const now = Date.now()
  const rows = GALLERY_EXAMPLES.flatMap((example, i) => {
    const picture = PICTURES[example.key]
    if (!picture) return []
    const { key, title, prompt, ratio, seed, shotName } = example
    return [
      {
        id: newId('pub'),
        sampleKey: key,
        ...picture,
        title,
        credit: EXAMPLES_CREDIT,
        prompt,
        shotName,
        settings: { engine: 'studio', ratio, quality: 'standard', canvas: true, seed },
        allowSceneStart: true,
        status: 'published' as const,
        createdAt: new Date(now - (GALLERY_EXAMPLES.length - i) * 1000),
      },
    ]
  })
  if (rows.length > 0) await db.insert(publications).values(rows).onConflictDoNothing({ target: publications.sampleKey })
}
