import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { type ComparePicture, type CompareView, letterOf } from '@/lib/domain/comparison'
import { transformOf } from './view-math'

export type PanelProps = {
  /** Width / height of the frame that pictures are fitted into. */
  aspect: number
  /** Fills the height of what holds it, instead of taking its own from the ratio. */
  fills: boolean
  /** Whether one finger scrolls the page up and down across it. */
  scrolls: boolean
  /** `data-panel` marks what gestures measure. */
  children: ReactNode
  className?: string
}

/** A box in which pictures lie over each other, all at one place and zoom. */
export function PicturePanel({ aspect, fills, scrolls, children, className }: PanelProps) {
  return (
    <div
      data-panel
      className={cx(
        'relative isolate select-none overflow-hidden bg-skeleton',
        scrolls ? 'touch-pan-y' : 'touch-none',
        fills ? 'size-full' : 'w-full rounded-md phone:rounded-none',
        className,
      )}
      style={{ containerType: 'size', ...(fills ? {} : { aspectRatio: aspect }) }}
    >
      {children}
    </div>
  )
}

export type LayerProps = {
  picture: ComparePicture
  aspect: number
  view: Pick<CompareView, 'zoom' | 'x' | 'y'>
  /** The part of the box at the left that is cut away, 0 to 1. */
  cutLeft?: number
  opacity?: number
  hidden?: boolean
  priority?: boolean
  alt: string
}

/** One picture, shown whole inside the frame and moved with it. */
export function PictureLayer({ picture, aspect, view, cutLeft, opacity, hidden, priority, alt }: LayerProps) {
  return (
    <div
      className={cx('absolute inset-0 overflow-hidden', hidden && 'invisible')}
      style={{ clipPath: cutLeft === undefined ? undefined : `inset(0 0 0 ${cutLeft * 100}%)`, opacity }}
    >
      <img
        src={picture.src}
        alt={alt}
        draggable={false}
        decoding="async"
        fetchPriority={priority ? 'high' : undefined}
        className="absolute inset-0 m-auto max-w-none object-contain"
        style={frameStyle(aspect, view)}
      />
    </div>
  )
}

/** The frame inside its box, at a place and zoom. Past eight times, pixels show as squares: what is there is looked at, not guessed. */
export function frameStyle(aspect: number, view: Pick<CompareView, 'zoom' | 'x' | 'y'>) {
  return {
    width: `min(100cqw, ${100 * aspect}cqh)`,
    height: `min(100cqh, ${100 / aspect}cqw)`,
    transform: transformOf(view),
    imageRendering: view.zoom > 8 ? ('pixelated' as const) : undefined,
  }
}

/** The letter and the name of a picture, over it. */
export function SideTag({ index, label, side }: { index: number; label: string; side: 'left' | 'right' }) {
  return (
    <span
      className={cx(
        'pointer-events-none absolute top-2.5 flex h-6 max-w-[44%] items-center gap-1.5 rounded-sm bg-over px-2 font-semibold text-sm text-white',
        side === 'left' ? 'left-2.5' : 'right-2.5',
      )}
    >
      {letterOf(index)}
      <span className="truncate font-normal opacity-80">{label}</span>
    </span>
  )
}
