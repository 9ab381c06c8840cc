'use client'
import { ChevronsLeftRight } from 'lucide-react'
import { useState } from 'react'
import { Icon } from '@/components/ui/icon'

export type BeforeAfterProps = {
  before: string
  after: string
  /** What the pictures show, for people who cannot see them. */
  beforeAlt: string
  afterAlt: string
  width: number
  height: number
}

/**
 * Two pictures of one scene under a line that can be dragged, or moved with the arrow keys: it is a range input that lies
 * over them, so it works with every kind of pointer and keyboard.
 */
export function BeforeAfter({ before, after, beforeAlt, afterAlt, width, height }: BeforeAfterProps) {
  const [at, setAt] = useState(50)
  return (
    <div className="relative overflow-hidden rounded-md bg-skeleton" style={{ aspectRatio: width / height }}>
      <img src={before} alt={beforeAlt} width={width} height={height} loading="lazy" decoding="async" className="absolute inset-0 size-full object-cover" />
      <img
        src={after}
        alt={afterAlt}
        width={width}
        height={height}
        loading="lazy"
        decoding="async"
        className="absolute inset-0 size-full object-cover"
        style={{ clipPath: `inset(0 0 0 ${at}%)` }}
      />
      <input
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label="How much of the picture before is shown"
        aria-valuetext={`${at} per cent before`}
        onChange={(event) => setAt(Number(event.target.value))}
        className="peer absolute inset-0 size-full cursor-ew-resize touch-pan-y appearance-none opacity-0"
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 bg-white shadow-[0_0_0_1px_rgb(0_0_0/0.25)] peer-focus-visible:bg-accent-text"
        style={{ left: `${at}%` }}
      >
        <span className="absolute top-1/2 left-1/2 grid size-9 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full bg-over text-white">
          <Icon icon={ChevronsLeftRight} />
        </span>
      </span>
      <span aria-hidden="true" className="pointer-events-none absolute bottom-2.5 left-2.5 rounded-sm bg-over px-2 py-1 font-medium text-sm text-white">
        Before
      </span>
      <span aria-hidden="true" className="pointer-events-none absolute right-2.5 bottom-2.5 rounded-sm bg-over px-2 py-1 font-medium text-sm text-white">
        After
      </span>
    </div>
  )
}
