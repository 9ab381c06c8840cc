'use client'
import { ArrowLeft, CircleHelp, Ellipsis, ImageDown, Link2, Maximize, Minimize, Scan } from 'lucide-react'
import type { Route } from 'next'
import type { ReactNode } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { Segmented } from '@/components/ui/segmented'
import { Tooltip } from '@/components/ui/tooltip'
import type { CompareMode } from '@/lib/domain/comparison'

const MODES = [
  { value: 'slider', label: 'Slider' },
  {
    value: 'side',
    label: (
      <span>
        Side<span className="phone:hidden"> by side</span>
      </span>
    ),
  },
  { value: 'blink', label: 'Blink' },
  { value: 'overlay', label: 'Overlay' },
  { value: 'difference', label: 'Difference' },
] as const

export type CompareBarProps = {
  sceneName: string | null
  mode: CompareMode
  onMode: (mode: CompareMode) => void
  /** `Fit` or how many times larger. */
  zoomWords: string
  onZoomToggle: () => void
  full: boolean
  onFull: () => void
  onHelp: () => void
  onCopyLink: () => void
  onExport: () => void
  exporting: boolean
  /** Buttons of the page at the end of the bar, such as Share. */
  actions?: ReactNode
}

/** The top of the page: what is compared, how, and what can be done with it. */
export function CompareBar(props: CompareBarProps) {
  const { sceneName, mode, onMode, zoomWords, onZoomToggle, full, onFull, onHelp, onCopyLink, onExport, exporting, actions } = props
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-line border-b bg-panel px-3 phone:flex-wrap phone:gap-y-1.5 phone:px-2 phone:pt-1.5">
      <div className="flex min-w-0 flex-1 items-center gap-1.5">
        <LinkButton href={'/history' as Route} variant="quiet" size="sm" square aria-label="Back to History" icon={<Icon icon={ArrowLeft} />} />
        <h1 className="truncate font-medium text-lg">
          Compare
          {sceneName ? <span className="ml-2 font-normal text-text-3 phone:hidden">{sceneName}</span> : null}
        </h1>
      </div>
      <Segmented
        label="How to compare"
        value={mode}
        onValueChange={onMode}
        options={MODES}
        className="phone:order-last phone:mb-2 phone:w-full max-[1100px]:[&>button]:px-1.5 [&>button]:px-2.5"
      />
      <div className="flex flex-1 items-center justify-end gap-1.5">
        <Tooltip content="Fit, or one to one" shortcut="0">
          <Button variant="quiet" size="sm" icon={<Icon icon={Scan} />} onClick={onZoomToggle} className="tabular-nums phone:hidden">
            {zoomWords}
          </Button>
        </Tooltip>
        <IconButton
          label={full ? 'Leave full screen' : 'Full screen'}
          shortcut="F"
          size="sm"
          icon={<Icon icon={full ? Minimize : Maximize} />}
          onClick={onFull}
        />
        <span className="contents max-[1200px]:hidden">
          <IconButton label="Keyboard and touch" shortcut="?" size="sm" icon={<Icon icon={CircleHelp} />} onClick={onHelp} />
          <Button size="sm" icon={<Icon icon={Link2} />} onClick={onCopyLink}>
            Copy link
          </Button>
          <Button size="sm" icon={<Icon icon={ImageDown} />} pending={exporting} onClick={onExport}>
            Save as image
          </Button>
        </span>
        <span className="hidden max-[1200px]:contents">
          <Menu align="end" trigger={<IconButton label="More" size="sm" icon={<Icon icon={Ellipsis} />} />}>
            <MenuItem icon={<Icon icon={Link2} />} onSelect={onCopyLink}>
              Copy link
            </MenuItem>
            <MenuItem icon={<Icon icon={ImageDown} />} onSelect={onExport}>
              Save as image
            </MenuItem>
            <MenuItem icon={<Icon icon={Scan} />} aux={zoomWords} onSelect={onZoomToggle}>
              Zoom
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Icon icon={CircleHelp} />} onSelect={onHelp}>
              Keyboard and touch
            </MenuItem>
          </Menu>
        </span>
        {actions}
      </div>
    </header>
  )
}
