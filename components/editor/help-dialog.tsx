'use client'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useEditor, useEditorActions } from './store/context'

const GROUPS = [
  {
    title: 'Tools',
    keys: [
      ['Select', 'Q'],
      ['Move', 'W'],
      ['Rotate', 'E'],
      ['Scale', 'R'],
      ['Snap while dragging', 'Shift'],
      ['Give up a drag', 'Esc'],
    ],
  },
  {
    title: 'View',
    keys: [
      ['Orbit', 'Drag'],
      ['Pan', 'Right drag'],
      ['Zoom', 'Wheel'],
      ['Frame the selection', 'F'],
      ['Grid', 'G'],
    ],
  },
  {
    title: 'Scene',
    keys: [
      ['Undo', 'Ctrl Z'],
      ['Redo', 'Ctrl Shift Z'],
      ['Select more', 'Shift click'],
      ['Select all', 'Ctrl A'],
      ['Duplicate', 'Ctrl D'],
      ['Hide or show', 'H'],
      ['Rename', 'F2'],
      ['Delete', 'Del'],
      ['Order in the outliner', 'Alt ↑ ↓'],
    ],
  },
  {
    title: 'Image',
    keys: [
      ['Generate', 'Ctrl ↵'],
      ['This help', '?'],
    ],
  },
] as const

/** Every shortcut, opened with a question mark. */
export function HelpDialog() {
  const open = useEditor((state) => state.helpOpen)
  const actions = useEditorActions()
  return (
    <Dialog open={open} onOpenChange={(helpOpen) => actions.set({ helpOpen })} title="Keyboard and mouse" width="md">
      <div className="grid grid-cols-2 gap-x-8 gap-y-5 pt-2">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="pb-1 text-sm text-text-3">{group.title}</h3>
            <dl>
              {group.keys.map(([what, key]) => (
                <div key={what} className="flex items-center justify-between border-line border-t py-1.5">
                  <dt>{what}</dt>
                  <dd>
                    <Kbd>{key}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
