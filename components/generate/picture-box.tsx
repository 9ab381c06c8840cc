import type { CSSProperties, ReactNode } from 'react'

/**
 * The largest box of a ratio inside what is left of its parent, centred, with no script: the box is as wide as the parent
 * or as the parent's height allows, whichever is smaller (container query units).
 */
export function PictureBox({ width, height, children }: { width: number; height: number; children: ReactNode }) {
  const style: CSSProperties = { aspectRatio: `${width} / ${height}`, width: `min(100cqw, 100cqh * ${width / height})` }
  return (
    <div className="grid min-h-0 flex-1 place-items-center [container-type:size]">
      <div style={style} className="relative overflow-hidden rounded-md bg-skeleton">
        {children}
      </div>
    </div>
  )
}
