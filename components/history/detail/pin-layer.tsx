'use client'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import type { Pin } from '@/lib/domain/comment'

export type PinView = { threadId: string; number: number; pin: Pin; label: string; resolved: boolean }

const place = ({ x, y }: Pin) => ({ left: `${x * 100}%`, top: `${y * 100}%` })
const DOT =
  'absolute grid size-7 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border-2 border-white font-semibold text-sm shadow-float phone:size-9'

export type PinLayerProps = {
  pins: readonly PinView[]
  selectedId: string | null
  onSelect: (threadId: string) => void
  /** A place that has no comment yet. */
  draft: Pin | null
  placing: boolean
  onPlace: (pin: Pin) => void
  onCancel: () => void
}

/** Pins over an image; each is a button that leads to its thread. */
export function PinLayer({ pins, selectedId, onSelect, draft, placing, onPlace, onCancel }: PinLayerProps) {
  return (
    <>
      {pins.map(({ threadId, number, pin, label, resolved }) => (
        <button
          key={threadId}
          type="button"
          aria-label={label}
          aria-pressed={threadId === selectedId}
          title={label}
          onClick={() => onSelect(threadId)}
          style={place(pin)}
          className={cx(
            DOT,
            'focus-visible:z-10',
            threadId === selectedId ? 'z-10 bg-accent text-on-accent' : 'bg-over text-white',
            resolved && threadId !== selectedId && 'opacity-70',
          )}
        >
          {number}
        </button>
      ))}
      {draft ? <span aria-hidden="true" style={place(draft)} className={cx(DOT, 'bg-accent text-on-accent')} /> : null}
      {placing ? <Placing onPlace={onPlace} onCancel={onCancel} /> : null}
    </>
  )
}

const STEP = 0.02
const LEAP = 0.1
const MOVES: Record<string, Pin> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } }
const clamp = (value: number): number => Math.min(1, Math.max(0, value))
const round = (value: number): number => Math.round(value * 10_000) / 10_000

/** Takes the place of a new pin: a click, or the arrow keys and Enter. */
function Placing({ onPlace, onCancel }: Pick<PinLayerProps, 'onPlace' | 'onCancel'>) {
  const [aim, setAim] = useState<Pin>({ x: 0.5, y: 0.5 })
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])

  function onKeyDown(event: KeyboardEvent): void {
    const move = MOVES[event.key]
    if (event.key === 'Escape') {
      event.preventDefault()
      onCancel()
    } else if (move) {
      event.preventDefault()
      const by = event.shiftKey ? LEAP : STEP
      setAim({ x: clamp(aim.x + move.x * by), y: clamp(aim.y + move.y * by) })
    }
  }

  function onClick(event: MouseEvent): void {
    const box = button.current?.getBoundingClientRect()
    // Enter and Space make a click without a pointer.
    const at = event.detail === 0 || !box ? aim : { x: clamp((event.clientX - box.left) / box.width), y: clamp((event.clientY - box.top) / box.height) }
    onPlace({ x: round(at.x), y: round(at.y) })
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label="Place the pin. Arrow keys move it, Enter places it, Escape cancels."
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="peer absolute inset-0 z-20 cursor-crosshair rounded-md bg-transparent focus-visible:-outline-offset-2"
      />
      <span
        aria-hidden="true"
        style={place(aim)}
        className="pointer-events-none absolute z-20 size-7 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-white bg-accent/70 shadow-float"
      />
      <span role="status" className="sr-only">
        {`${Math.round(aim.x * 100)} percent from the left, ${Math.round(aim.y * 100)} percent from the top`}
      </span>
    </>
  )
}
