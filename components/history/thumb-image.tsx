'use client'
import { useState, useSyncExternalStore } from 'react'
import { thumbHashToAverageRGBA, thumbHashToDataURL } from 'thumbhash'
import type { OutputView } from '@/lib/domain/generation-view'

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

function averageColor(base64: string): string {
  const { r, g, b } = thumbHashToAverageRGBA(bytesOf(base64))
  return `rgb(${[r, g, b].map((value) => Math.round(value * 255)).join(' ')})`
}

const subscribe = () => () => {}

export type ThumbImageProps = {
  output: Pick<OutputView, 'thumbnailAssetId' | 'thumbhash' | 'width' | 'height'>
  alt: string
  className?: string
  /** For the pictures that are in sight at once. */
  eager?: boolean
}

/**
 * A thumbnail over its ThumbHash. The server sends the average colour and the size, so nothing moves; the browser adds the
 * blurred picture, and takes it away when the real one has come.
 */
export function ThumbImage({ output, alt, className, eager = false }: ThumbImageProps) {
  const { thumbnailAssetId, thumbhash, width, height } = output
  const [loaded, setLoaded] = useState(false)
  const inBrowser = useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
  const blurred = inBrowser && !loaded ? `url(${thumbHashToDataURL(bytesOf(thumbhash))})` : undefined
  return (
    <img
      src={`/api/files/${thumbnailAssetId}`}
      alt={alt}
      width={width}
      height={height}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      ref={(element) => {
        // A picture from the cache may have arrived before React did.
        if (element?.complete && element.naturalWidth > 0) setLoaded(true)
      }}
      onLoad={() => setLoaded(true)}
      className={className}
      style={{ backgroundColor: averageColor(thumbhash), backgroundImage: blurred, backgroundSize: 'cover' }}
    />
  )
}
