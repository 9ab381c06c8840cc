import { fileUrl } from '@/components/generate/api'

/** Lies over an image and marks where it differs from its scene: the image is dimmed, and what differs glows. */
export function HeatOverlay({ assetId }: { assetId: string }) {
  const mask = `url(${fileUrl(assetId)})`
  return (
    <div role="img" aria-label="Bright places differ from the scene." className="pointer-events-none absolute inset-0 overflow-hidden rounded-md bg-black/45">
      <div className="absolute inset-0 bg-heat" style={{ maskImage: mask, maskSize: '100% 100%', maskMode: 'luminance' }} />
    </div>
  )
}
