'use client'
import { Pause, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'
import { Slider } from '@/components/ui/slider'
import { type CompareView, letterOf } from '@/lib/domain/comparison'
import { DifferenceLegend } from './difference-layer'
import type { DifferenceReply } from './difference-worker'
import type { ChangeView } from './use-compare-view'

export type ModeControlsProps = {
  view: CompareView
  change: ChangeView
  playing: boolean
  onPlay: (playing: boolean) => void
  onBlink: () => void
  blink: number
  difference: DifferenceReply | 'failed' | null
}

/** What belongs to the chosen way alone, right below the pictures. */
export function ModeControls({ view, change, playing, onPlay, onBlink, blink, difference }: ModeControlsProps): ReactNode {
  if (view.mode === 'overlay') {
    const [left, right] = [letterOf(view.left), letterOf(view.right)]
    const percent = Math.round(view.opacity * 100)
    return (
      <div className="flex items-center gap-3 text-md">
        <span className="font-semibold">{left}</span>
        <Slider
          label={`How much of ${right}`}
          value={view.opacity}
          onValueChange={(opacity) => change({ opacity })}
          valueText={`${percent} percent ${right}`}
        />
        <span className="font-semibold">{right}</span>
        <span className="w-10 text-right text-text-2 tabular-nums">{percent}%</span>
      </div>
    )
  }
  if (view.mode === 'blink') {
    return (
      <div className="flex flex-wrap items-center gap-2 text-md">
        <Button size="sm" icon={<Icon icon={playing ? Pause : Play} />} onClick={() => onPlay(!playing)}>
          {playing ? 'Stop' : 'Blink by itself'}
        </Button>
        <Button size="sm" onClick={onBlink}>
          Next image <Kbd className="text-text-3 phone:hidden">Space</Kbd>
        </Button>
        <span className="text-text-2" aria-live={playing ? 'off' : 'polite'}>
          Showing {letterOf(blink)}
        </span>
      </div>
    )
  }
  return view.mode === 'difference' ? <DifferenceLegend found={difference} /> : null
}
