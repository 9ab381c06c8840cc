'use client'
import { Check, Eye, EyeOff } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useRef } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Tooltip } from '@/components/ui/tooltip'
import { howOf, type SelectHow } from './select-row'

export type RowProps = {
  name: string
  icon: ReactNode
  selected: boolean
  /** Marks the shot that the camera was taken from. */
  current?: boolean
  dimmed?: boolean
  /** Whether Tab stops here; the arrow keys go on from it. */
  tabStop: boolean
  onSelect: (how: SelectHow) => void
  renaming?: boolean
  onRenameStart?: () => void
  /** Null when it was given up. */
  onRenameEnd?: (name: string | null) => void
  /** For what the Delete key means here and nowhere else. */
  onDelete?: () => void
  visible?: boolean
  onToggleVisible?: () => void
  drag?: { onDragStart: (event: DragEvent) => void; onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void }
  dataId?: string
}

/** One line of the outliner. */
export function Row({
  name,
  icon,
  selected,
  current,
  dimmed,
  tabStop,
  onSelect,
  renaming,
  onRenameStart,
  onRenameEnd,
  onDelete,
  visible,
  onToggleVisible,
  drag,
  dataId,
}: RowProps) {
  return (
    <div
      role="treeitem"
      aria-label={name}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      data-row={dataId}
      draggable={drag !== undefined && !renaming}
      onDragStart={drag?.onDragStart}
      onDragOver={drag?.onDragOver}
      onDrop={drag?.onDrop}
      onClick={(event) => onSelect(howOf(event))}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault()
          onSelect(howOf(event))
        } else if (event.key === 'F2') onRenameStart?.()
        else if (event.key === 'Delete' && onDelete) {
          event.stopPropagation()
          onDelete()
        }
      }}
      onDoubleClick={onRenameStart}
      className={cx(
        'group flex h-7 cursor-default select-none items-center gap-2 rounded-sm pr-1 pl-2 outline-none focus-visible:outline-2 focus-visible:outline-accent-text focus-visible:-outline-offset-2',
        selected ? 'bg-active' : 'hover:bg-raised',
        dimmed ? 'text-text-3' : 'text-text',
      )}
    >
      <span className={cx('flex', selected ? 'text-text' : 'text-text-3')}>{icon}</span>
      {renaming && onRenameEnd ? <RenameField name={name} onEnd={onRenameEnd} /> : <span className="min-w-0 flex-1 truncate">{name}</span>}
      {current ? <Icon icon={Check} size="sm" className="mr-1.5 text-text-2" /> : null}
      {onToggleVisible && !renaming ? (
        <Tooltip content={visible ? 'Hide' : 'Show'} shortcut={selected ? 'H' : undefined} side="right">
          <button
            type="button"
            tabIndex={-1}
            aria-label={visible ? `Hide ${name}` : `Show ${name}`}
            onClick={(event) => {
              event.stopPropagation()
              onToggleVisible()
            }}
            className={cx(
              'grid size-6 place-items-center rounded-sm text-text-2 hover:text-text',
              visible && !selected && 'opacity-0 focus-visible:opacity-100 group-hover:opacity-100',
            )}
          >
            <Icon icon={visible ? Eye : EyeOff} size="sm" />
          </button>
        </Tooltip>
      ) : null}
    </div>
  )
}

function RenameField({ name, onEnd }: { name: string; onEnd: (name: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const ended = useRef(false)
  useEffect(() => input.current?.select(), [])
  const end = (value: string | null) => {
    if (ended.current) return
    ended.current = true
    onEnd(value)
  }
  return (
    <input
      ref={input}
      aria-label={`New name of ${name}`}
      defaultValue={name}
      maxLength={120}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') end(event.currentTarget.value)
        else if (event.key === 'Escape') end(null)
      }}
      className="h-5 min-w-0 flex-1 rounded-[4px] bg-bg px-1 outline outline-accent-text -outline-offset-1"
    />
  )
}
