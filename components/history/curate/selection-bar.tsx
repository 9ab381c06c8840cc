'use client'
import { Columns2, Download, Ellipsis, FolderInput, FolderMinus, FolderPlus, Heart, Link2, type LucideIcon, Tag, Trash2, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { COMPARED_MAX, COMPARED_MIN } from '@/lib/domain/comparison'

export type SelectionDeeds = {
  compare: () => void
  favourite: () => void
  /** Absent for those who may only look. */
  tag?: () => void
  addTo?: () => void
  move?: () => void
  takeOut?: () => void
  share?: () => void
  download: () => void
  remove?: () => void
  clear: () => void
}

type Deed = { label: string; icon: LucideIcon; run: (() => void) | undefined; shortcut?: string; danger?: boolean }

/** What can be done with the chosen images, over the pictures at the lower edge. On phones all but the first is in a menu. */
export function SelectionBar({ count, deeds }: { count: number; deeds: SelectionDeeds }) {
  const all: Deed[] = [
    { label: 'Favourite', icon: Heart, run: deeds.favourite, shortcut: 'F' },
    { label: 'Tag', icon: Tag, run: deeds.tag },
    { label: 'Add to collection', icon: FolderPlus, run: deeds.addTo },
    { label: 'Move to collection', icon: FolderInput, run: deeds.move },
    { label: 'Take out of collection', icon: FolderMinus, run: deeds.takeOut },
    { label: 'Share', icon: Link2, run: deeds.share },
    { label: 'Download', icon: Download, run: deeds.download },
    { label: 'Delete', icon: Trash2, run: deeds.remove, shortcut: 'Del', danger: true },
  ]
  const present = all.filter((deed): deed is Deed & { run: () => void } => deed.run !== undefined)
  const comparable = count >= COMPARED_MIN && count <= COMPARED_MAX
  return (
    <div
      role="toolbar"
      aria-label={`${count} selected`}
      data-selection=""
      className="fixed bottom-6 left-1/2 z-30 flex max-w-[calc(100vw-16px)] -translate-x-1/2 animate-appear items-center gap-1 rounded-lg border border-line-2 bg-panel py-1.5 pr-1.5 pl-4 shadow-float min-[721px]:left-[calc(50%+108px)] phone:bottom-[calc(64px+env(safe-area-inset-bottom))]"
    >
      <p aria-live="polite" className="mr-2 whitespace-nowrap font-medium text-md tabular-nums">
        {count} selected
      </p>
      <Button
        variant={comparable ? 'primary' : 'quiet'}
        disabled={!comparable}
        title={comparable ? undefined : `Choose ${COMPARED_MIN} to ${COMPARED_MAX} images to compare.`}
        icon={<Icon icon={Columns2} />}
        onClick={deeds.compare}
      >
        Compare
      </Button>
      <div className="flex items-center gap-0.5 max-[1100px]:hidden">
        {present.map(({ label, icon, run, shortcut }) => (
          <IconButton key={label} label={label} shortcut={shortcut} tooltipSide="top" icon={<Icon icon={icon} />} onClick={run} />
        ))}
      </div>
      <div className="hidden max-[1100px]:block">
        <Menu align="end" side="top" trigger={<IconButton label="More for the selection" icon={<Icon icon={Ellipsis} />} />}>
          {present.map(({ label, icon, run, danger }) => (
            <div key={label} className="contents">
              {danger ? <MenuSeparator /> : null}
              <MenuItem icon={<Icon icon={icon} />} danger={danger} onSelect={run}>
                {label}
              </MenuItem>
            </div>
          ))}
        </Menu>
      </div>
      <IconButton label="Clear selection" shortcut="Esc" tooltipSide="top" icon={<Icon icon={X} />} onClick={deeds.clear} />
    </div>
  )
}
