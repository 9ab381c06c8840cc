import { ChevronsLeftRight } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import type { ChangeView } from './use-compare-view'

export const STEP = 0.01
export const BIG_STEP = 0.1

export type SliderHandleProps = {
  /** 0 at the left edge to 1 at the right. */
  at: number
  change: ChangeView
  left: string
  right: string
}

/** The line between two pictures and its handle: dragged by gestures of the stage, moved by the keys of any slider. */
export function SliderHandle({ at, change, left, right }: SliderHandleProps) {
  const percent = Math.round(at * 100)
  return (
    <>
      <span aria-hidden="true" className="pointer-events-none absolute inset-y-0 -ml-px w-0.5 bg-white ring-1 ring-over/35" style={{ left: `${at * 100}%` }} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={`Line between ${left} and ${right}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${left} ${percent} percent, ${right} ${100 - percent} percent`}
        onKeyDown={(event) => {
          // The arrow keys are the page's own; these two belong to sliders alone.
          if (event.key === 'Home') change({ at: 0 })
          else if (event.key === 'End') change({ at: 1 })
          else if (event.key === 'PageUp') change((view) => ({ at: Math.min(1, view.at + BIG_STEP) }))
          else if (event.key === 'PageDown') change((view) => ({ at: Math.max(0, view.at - BIG_STEP) }))
          else return
          event.preventDefault()
        }}
        className="absolute top-1/2 -mt-[18px] -ml-[18px] grid size-9 cursor-ew-resize touch-none place-items-center rounded-full bg-white text-[#131415] ring-1 ring-over/35 phone:-mt-[22px] phone:-ml-[22px] phone:size-11"
        style={{ left: `${at * 100}%` }}
      >
        <Icon icon={ChevronsLeftRight} />
      </div>
    </>
  )
}
