'use client'
import { useState } from 'react'
import { CompareStage } from '@/components/compare/compare-stage'
import { Segmented } from '@/components/ui/segmented'
import { type CompareMode, type ComparePicture, type CompareView, readView } from '@/lib/domain/comparison'
import type { SharedImage } from '@/lib/domain/share-link'
import { imageUrl, nameOf } from './shared-image'

/** The ways that need no explanation. */
const MODES = [
  { value: 'slider', label: 'Slider' },
  { value: 'side', label: 'Side by side' },
  { value: 'overlay', label: 'Overlay' },
] as const satisfies readonly { value: CompareMode; label: string }[]
type Mode = (typeof MODES)[number]['value']

export type SharedComparisonProps = { token: string; images: readonly SharedImage[]; view: Record<string, string | number> }

/** Two to four images looked at together, beginning as the team looked at them. */
export function SharedComparison({ token, images, view: asked }: SharedComparisonProps) {
  const [view, setView] = useState<CompareView>(() => {
    const query = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]))
    const first = readView(query, images.length)
    return { ...first, mode: MODES.find(({ value }) => value === first.mode)?.value ?? 'slider' }
  })
  const pictures: ComparePicture[] = images.map((image, i) => ({
    ref: image.outputId,
    label: nameOf(image, i, images.length),
    src: imageUrl(token, image.outputId, 'large'),
    thumbnailSrc: imageUrl(token, image.outputId, 'small'),
    width: image.width,
    height: image.height,
  }))
  const change = (patch: Partial<CompareView> | ((present: CompareView) => Partial<CompareView>)): void =>
    setView((present) => ({ ...present, ...(typeof patch === 'function' ? patch(present) : patch) }))
  return (
    <section aria-label="Comparison" className="phone:-mx-4">
      <CompareStage pictures={pictures} view={view} change={change} blink={0} difference={null} fills={false} />
      <div className="mt-3 flex justify-center">
        <Segmented<Mode>
          label="How to compare"
          value={MODES.find(({ value }) => value === view.mode)?.value ?? 'slider'}
          onValueChange={(mode) => change({ mode })}
          options={MODES}
        />
      </div>
    </section>
  )
}
