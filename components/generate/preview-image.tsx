import { previewUrl } from './api'

/**
 * What is rendered so far of a generation, filling its place. When the generation ended before this preview was fetched
 * there is none any more: nothing is shown then, and what lies beneath stays in sight.
 */
export function PreviewImage({ generationId, preview, alt }: { generationId: string; preview: number; alt: string }) {
  if (preview === 0) return null
  const hide = (image: HTMLImageElement, hidden: boolean): void => {
    image.hidden = hidden
  }
  return (
    <img
      src={previewUrl(generationId, preview)}
      alt={alt}
      onLoad={(event) => hide(event.currentTarget, false)}
      onError={(event) => hide(event.currentTarget, true)}
      className="absolute inset-0 size-full object-cover"
    />
  )
}
