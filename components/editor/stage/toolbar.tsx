'use client'
import { Focus, Grid3x3, Magnet, MousePointer2, Move, RotateCw, Scaling } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useEditorSession } from '../session'
import { useEditor, useEditorActions } from '../store/context'
import type { Tool } from '../store/editor-store'
import { useViewportHandle } from '../viewport/viewport-handle'

const TOOLS = [
  { tool: 'select', label: 'Select', shortcut: 'Q', icon: MousePointer2 },
  { tool: 'move', label: 'Move', shortcut: 'W', icon: Move },
  { tool: 'rotate', label: 'Rotate', shortcut: 'E', icon: RotateCw },
  { tool: 'scale', label: 'Scale', shortcut: 'R', icon: Scaling },
] as const satisfies readonly { tool: Tool; label: string; shortcut: string; icon: typeof Move }[]

/** Tools of the 3D view, floating at its lower edge. */
export function Toolbar() {
  const current = useEditor((state) => state.tool)
  const snap = useEditor((state) => state.snap)
  const grid = useEditor((state) => state.grid)
  const actions = useEditorActions()
  const handle = useViewportHandle()
  const { canEdit, viewOnly: reason } = useEditorSession()
  return (
    <div
      role="toolbar"
      aria-label="Tools"
      className="absolute bottom-2 left-1/2 flex -translate-x-1/2 items-center gap-0.5 rounded-lg border border-line-2 bg-panel p-[3px]"
    >
      {TOOLS.map(({ tool, label, shortcut, icon }) => (
        <IconButton
          key={tool}
          label={label}
          shortcut={shortcut}
          tooltipSide="top"
          aria-pressed={current === tool}
          disabled={!canEdit && tool !== 'select'}
          title={tool === 'select' ? undefined : reason}
          icon={<Icon icon={icon} />}
          onClick={() => actions.set({ tool })}
        />
      ))}
      <span className="mx-1 h-4 w-px bg-line" />
      <IconButton label="Frame the selection" shortcut="F" tooltipSide="top" icon={<Icon icon={Focus} />} onClick={() => handle.commands?.frame()} />
      <IconButton
        label="Snap to steps, or hold Shift"
        tooltipSide="top"
        aria-pressed={snap}
        disabled={!canEdit}
        title={reason}
        icon={<Icon icon={Magnet} />}
        onClick={() => actions.set({ snap: !snap })}
      />
      <IconButton label="Grid" shortcut="G" tooltipSide="top" aria-pressed={grid} icon={<Icon icon={Grid3x3} />} onClick={() => actions.set({ grid: !grid })} />
    </div>
  )
}
