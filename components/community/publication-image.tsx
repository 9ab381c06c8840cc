import { thumbHashToAverageRGBA } from 'thumbhash'
import { cx } from '@/components/ui/cx'

function averageColor(base64: string): string {
  const { r, g, b } = thumbHashToAverageRGBA(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  return `rgb(${[r, g, b].map((value) => Math.round(value * 255)).join(' ')})`
}

export type PublicationImageProps = {
  src: string
  alt: string
  width: number
  height: number
  thumbhash: string
  /** For the pictures that are in sight at once. */
  eager?: boolean
  className?: string
}

/** A picture of the gallery over its average colour, with its box reserved. */
export function PublicationImage({ src, alt, width, height, thumbhash, eager = false, className }: PublicationImageProps) {
  return (
    <img
      src={src}
      alt={alt}
      width={width}
      height={height}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      className={cx('block', className)}
      style={{ backgroundColor: averageColor(thumbhash) }}
    />
  )
}
