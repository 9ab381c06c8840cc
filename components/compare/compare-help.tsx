'use client'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'

const KEYS = [
  ['Move the line, or the opacity', '← →'],
  ['In larger steps', 'Shift ← →'],
  ['Slider, side by side, blink, overlay, difference', '1 to 5'],
  ['Blink to the next image', 'Space'],
  ['Swap left and right', 'X'],
  ['Larger, smaller', '+ −'],
  ['Fit the view', '0'],
  ['Larger at the pointer', 'Ctrl wheel'],
  ['Full screen', 'F'],
  ['Leave full screen, then fit the view', 'Esc'],
  ['This help', '?'],
] as const

/** Every shortcut, opened with a question mark. */
export function CompareHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard and touch" width="md">
      <dl className="pt-2">
        {KEYS.map(([what, key]) => (
          <div key={key} className="flex items-center justify-between gap-4 border-line border-t py-1.5">
            <dt>{what}</dt>
            <dd className="shrink-0">
              <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p className="border-line border-t pt-3 text-text-2">On a touch screen: drag the line, pinch to zoom, drag to move.</p>
    </Dialog>
  )
}
