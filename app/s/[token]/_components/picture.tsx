'use client'
import { thumbHashToAverageRGBA } from 'thumbhash'
import type { SharedImage } from '@/lib/domain/share-link'
import { imageUrl, sourcesOf } from './shared-image'

function averageColor(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const { r, g, b } = thumbHashToAverageRGBA(bytes)
  return `rgb(${[r, g, b].map((value) => Math.round(value * 255)).join(' ')})`
}

export type PictureProps = {
  token: string
  image: SharedImage
  alt: string
  /** How wide it stands on the page, as `sizes` of HTML says it. */
  sizes: string
  /** In sight at once. */
  eager?: boolean
  className?: string
}

/** An image of a link on the ground of its average colour, in the size that the screen needs. */
export function Picture({ token, image, alt, sizes, eager = false, className }: PictureProps) {
  return (
    <img
      src={imageUrl(token, image.outputId, 'medium')}
      srcSet={sourcesOf(token, image)}
      sizes={sizes}
      alt={alt}
      width={image.width}
      height={image.height}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      className={className}
      style={{ backgroundColor: averageColor(image.thumbhash) }}
    />
  )
}
