import type { SharedImage } from '@/lib/domain/share-link'
import { SHARED_SIDES } from '@/lib/domain/share-link'

const SMALL_SIDE = 480

export const imageUrl = (token: string, outputId: string, size: 'small' | 'medium' | 'large'): string => `/s/${token}/files/${outputId}?size=${size}`
export const downloadUrl = (token: string, outputId: string): string => `/s/${token}/files/${outputId}/download`

/** The sizes of an image for `srcset`, with their real widths, none of them twice. */
export function sourcesOf(token: string, image: Pick<SharedImage, 'outputId' | 'width' | 'height'>): string {
  const longer = Math.max(image.width, image.height)
  const sides = { small: SMALL_SIDE, ...SHARED_SIDES }
  const sizes = (['small', 'medium', 'large'] as const).filter((_, i, all) => i === 0 || longer > sides[all[i - 1] ?? 'small'])
  return sizes.map((size) => `${imageUrl(token, image.outputId, size)} ${Math.round((image.width * Math.min(sides[size], longer)) / longer)}w`).join(', ')
}

/** What an image is called: its title, else how it was asked for where that is shown, else its place. */
export const nameOf = (image: SharedImage, index: number, count: number): string =>
  image.title ?? (image.details?.prompt.trim() || (count > 1 ? `Image ${index + 1} of ${count}` : 'Shared image'))
