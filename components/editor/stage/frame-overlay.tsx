'use client'
import { useEffect, useRef, useState } from 'react'
import { outputPixels, ratioValue } from '@/lib/domain/aspect-ratio'
import { focalLengthMm, frameRect } from '@/lib/scene/camera'
import { equalJson } from '@/lib/scene/patches/patch'
import { useEditor } from '../store/context'
import { FRAME_MARGIN } from '../viewport/frame-margin'

/** What will be in the picture: a hairline, corner marks, everything outside dimmed, and a caption above. */
export function FrameOverlay() {
  const root = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const ratio = useEditor((state) => state.ratio)
  const imageSize = useEditor((state) => state.size)
  const fov = useEditor((state) => state.document.camera.fov)
  const shot = useEditor((state) => state.document.shots.find((candidate) => candidate.id === state.document.activeShotId))
  const moved = useEditor((state) => shot !== undefined && !equalJson(shot.camera, state.document.camera))

  useEffect(() => {
    if (!root.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(root.current)
    return () => observer.disconnect()
  }, [])

  const frame = size ? frameRect(size, ratioValue(ratio), FRAME_MARGIN) : null
  const pixels = outputPixels(ratio, imageSize)
  return (
    <div ref={root} className="pointer-events-none absolute inset-0 overflow-hidden" data-frame={ratio}>
      {frame ? (
        <>
          <div
            className="absolute shadow-[0_0_0_4000px_var(--scrim)] outline outline-text/50 -outline-offset-1"
            style={{ left: frame.x, top: frame.y, width: frame.width, height: frame.height }}
          >
            <i className="absolute -top-px -left-px size-3.5 border-text border-t-2 border-l-2" />
            <i className="absolute -top-px -right-px size-3.5 border-text border-t-2 border-r-2" />
            <i className="absolute -bottom-px -left-px size-3.5 border-text border-b-2 border-l-2" />
            <i className="absolute -right-px -bottom-px size-3.5 border-text border-r-2 border-b-2" />
          </div>
          <div
            className="absolute flex h-5 items-center justify-between gap-4 whitespace-nowrap text-sm"
            style={{
              left: frame.x,
              top: frame.y - 26,
              width: Math.max(frame.width, 300),
              translate: frame.width < 300 ? `${(frame.width - 300) / 2}px` : undefined,
            }}
          >
            <p className="flex gap-1.5">
              <span className="font-medium">{ratio}</span>
              <span className="text-text-3">·</span>
              <span className="num">
                {pixels.width} × {pixels.height}
              </span>
            </p>
            <p className="flex gap-1.5">
              {shot ? (
                <>
                  <span>
                    {shot.name}
                    {moved ? ', moved' : ''}
                  </span>
                  <span className="text-text-3">·</span>
                </>
              ) : null}
              <span className="tabular-nums">{Math.round(focalLengthMm(fov))} mm</span>
            </p>
          </div>
        </>
      ) : null}
    </div>
  )
}
