import type { CSSProperties, ReactNode } from 'react'

/** Room for the lines above and below a picture, in pixels. */
const AROUND = { caption: 36, actions: 56, strip: 76 }
/** Narrower than this the buttons under a picture would wrap. */
const COLUMN_WIDTH_MIN = 600

export type PictureColumnProps = {
  /** Pixels of the picture; only their ratio matters. */
  width: number
  height: number
  caption?: ReactNode
  picture: ReactNode
  strip?: ReactNode
  actions: ReactNode
}

/**
 * A picture as large as its parent allows, centred, with a caption above and actions right below it, all of one width. It
 * needs no script: the sizes follow from the parent's (container query units), so nothing moves when the picture arrives.
 */
export function PictureColumn({ width, height, caption, picture, strip, actions }: PictureColumnProps) {
  const around = AROUND.actions + (caption ? AROUND.caption : 0) + (strip ? AROUND.strip : 0)
  const box: CSSProperties = { aspectRatio: `${width} / ${height}`, width: `min(100cqw, (100cqh - ${around}px) * ${width / height})` }
  const column: CSSProperties = { width: `max(${box.width}, min(100cqw, ${COLUMN_WIDTH_MIN}px))` }
  return (
    <div className="grid min-h-0 flex-1 place-items-center [container-type:size]">
      <div style={column} className="flex flex-col items-center">
        {caption ? <div className="mb-3 h-6 w-full">{caption}</div> : null}
        <div style={box} className="relative overflow-hidden rounded-md bg-skeleton">
          {picture}
        </div>
        {strip}
        <div className="mt-4 flex min-h-10 w-full items-center gap-2">{actions}</div>
      </div>
    </div>
  )
}
