'use client'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'

const GROUPS = [
  {
    name: 'Move',
    keys: [
      ['← → ↑ ↓', 'To the next picture in that direction'],
      ['Home, End', 'To the ends of a row'],
      ['Page up, Page down', 'A screen further'],
      ['Enter', 'Open the picture'],
      ['/', 'Search'],
    ],
  },
  {
    name: 'Choose and mark',
    keys: [
      ['X', 'Select, or take out of the selection'],
      ['Shift X', 'Select everything up to here; Shift and a click do the same'],
      ['F', 'Favourite'],
      ['C', 'Compare two to four selected pictures'],
      ['Delete', 'Move to the trash'],
      ['Esc', 'Clear the selection'],
    ],
  },
] as const

/** The keys of History. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys in History" width="md">
      {GROUPS.map(({ name, keys }) => (
        <section key={name} aria-label={name} className="pt-4">
          <h3 className="pb-1 font-medium text-sm text-text-3">{name}</h3>
          <dl>
            {keys.map(([key, words]) => (
              <div key={key} className="flex items-baseline gap-4 border-line border-b py-2 last:border-0">
                <dt className="w-36 shrink-0">
                  <Kbd>{key}</Kbd>
                </dt>
                <dd className="text-text-2">{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
