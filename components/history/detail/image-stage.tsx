'use client'
import { useState } from 'react'
import { fileUrl, screenUrl } from '@/components/generate/api'
import { Segmented } from '@/components/ui/segmented'
import type { OutputView } from '@/lib/domain/generation-view'
import { HeatOverlay } from './heat-overlay'
import { PinLayer, type PinLayerProps } from './pin-layer'

export type ImageStageProps = PinLayerProps & {
  output: OutputView
  alt: string
  /** The picture of where it differs from the scene, while that is asked for. */
  heatAssetId: string | null
}

type Zoom = 'fit' | 'full'

/** The image large, whole or pixel by pixel, with its pins. */
export function ImageStage({ output, alt, heatAssetId, ...pins }: ImageStageProps) {
  const [zoom, setZoom] = useState<Zoom>('fit')
  const { width, height } = output
  const full = zoom === 'full'
  return (
    <div className="relative">
      {/* At 100 % the image scrolls inside its frame, which therefore takes the focus for the arrow keys. */}
      <section
        aria-label={full ? 'Image at 100 %, scrolls' : 'Image'}
        tabIndex={full ? 0 : undefined}
        data-arrows={full ? '' : undefined}
        className={full ? 'overflow-auto rounded-md bg-skeleton' : 'grid place-items-center rounded-md bg-skeleton'}
        style={full ? { maxHeight: '76dvh', aspectRatio: `${width} / ${height}`, width: '100%' } : undefined}
      >
        <div className="relative" style={full ? { width, height } : { aspectRatio: `${width} / ${height}`, width: `min(100%, 76dvh * ${width / height})` }}>
          <img
            src={full ? fileUrl(output.assetId) : screenUrl(output.assetId)}
            alt={alt}
            width={width}
            height={height}
            fetchPriority="high"
            className="size-full max-w-none rounded-md"
          />
          {heatAssetId ? <HeatOverlay assetId={heatAssetId} /> : null}
          <PinLayer {...pins} />
        </div>
      </section>
      <Segmented
        label="Zoom"
        value={zoom}
        onValueChange={setZoom}
        options={[
          { value: 'fit', label: 'Fit' },
          { value: 'full', label: '100 %' },
        ]}
        className="absolute right-2 bottom-2 z-10 w-28"
      />
    </div>
  )
}
