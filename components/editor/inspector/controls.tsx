'use client'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Slider } from '@/components/ui/slider'
import { useEditorSession } from '../session'

/** How a control hands its value over: `onChange` while it moves, `onCommit` once when it rests. One commit is one undo step. */
export type ValueProps<T> = { value: T; onChange: (value: T) => void; onCommit: () => void }

export function Section({ title, aux, children }: { title: string; aux?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 border-line border-b px-4 py-3.5 last:border-b-0">
      <div className="flex h-5 items-center justify-between">
        <h3 className="font-medium text-sm text-text-2">{title}</h3>
        {aux}
      </div>
      {children}
    </section>
  )
}

/** A label on the left, its control on the right. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-h-7 grid-cols-[96px_minmax(0,1fr)] items-center gap-2">
      <span className="truncate text-sm text-text-2">{label}</span>
      {children}
    </div>
  )
}

export type NumberFieldProps = ValueProps<number> & {
  label: string
  /** In front, and the handle that is dragged to change the value. */
  prefix?: string
  unit?: string
  min?: number
  max?: number
  step?: number
  digits?: number
}

const shown = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

/** A number to type, to step with the arrow keys (ten with Shift), or to drag by its letter. */
export function NumberField({ label, prefix, unit, value, min = -1e6, max = 1e6, step = 0.01, digits = 3, onChange, onCommit }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null)
  const dragFrom = useRef<{ x: number; value: number } | null>(null)
  const { canEdit } = useEditorSession()
  const clamp = (next: number) => Math.min(max, Math.max(min, Number(next.toFixed(5))))

  function take(written: string): void {
    setText(null)
    const next = Number(written.replace(',', '.'))
    if (written.trim() === '' || !Number.isFinite(next) || shown(next, digits) === shown(value, digits)) return
    onChange(clamp(next))
    onCommit()
  }

  return (
    <div className="flex h-7 min-w-0 items-center rounded-sm border border-transparent bg-raised focus-within:border-accent-text hover:border-line-2">
      {prefix ? (
        <span
          className={cx('touch-none select-none pl-2 text-sm text-text-3', canEdit && 'cursor-ew-resize')}
          onPointerDown={(event) => {
            if (!canEdit) return
            event.currentTarget.setPointerCapture(event.pointerId)
            dragFrom.current = { x: event.clientX, value }
          }}
          onPointerMove={(event) => {
            const from = dragFrom.current
            if (from) onChange(clamp(from.value + Math.round((event.clientX - from.x) / 2) * step * (event.shiftKey ? 10 : 1)))
          }}
          onPointerUp={() => {
            if (!dragFrom.current) return
            dragFrom.current = null
            onCommit()
          }}
        >
          {prefix}
        </span>
      ) : null}
      <input
        aria-label={label}
        inputMode="decimal"
        value={text ?? shown(value, digits)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={(event) => text !== null && take(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(event.currentTarget.value)
          else if (event.key === 'Escape') setText(null)
          else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault()
            setText(null)
            onChange(clamp(value + step * (event.shiftKey ? 10 : 1) * (event.key === 'ArrowUp' ? 1 : -1)))
          }
        }}
        onKeyUp={(event) => (event.key === 'ArrowUp' || event.key === 'ArrowDown') && onCommit()}
        className={cx('num h-full w-full min-w-0 bg-transparent px-2 outline-none', prefix && 'pr-1 pl-1.5')}
      />
      {unit ? <span className="pr-2 text-sm text-text-3">{unit}</span> : null}
    </div>
  )
}

export type SliderLineProps = ValueProps<number> & { label: string; min?: number; max?: number; step?: number; digits?: number; unit?: string; prefix?: string }

/** A slider with its number beside it. */
export function SliderLine({ label, value, min = 0, max = 1, step = 0.01, digits = 2, unit, prefix, onChange, onCommit }: SliderLineProps) {
  const { canEdit } = useEditorSession()
  return (
    <Line label={label}>
      <div className="grid grid-cols-[minmax(0,1fr)_64px] items-center gap-3">
        <Slider label={label} value={value} min={min} max={max} step={step} disabled={!canEdit} onValueChange={onChange} onValueCommit={onCommit} />
        <NumberField
          label={`${label}, number`}
          value={value}
          min={min}
          max={max}
          step={step}
          digits={digits}
          unit={unit}
          prefix={prefix}
          onChange={onChange}
          onCommit={onCommit}
        />
      </div>
    </Line>
  )
}

/** A colour: a swatch that opens the system's picker, and its code to type. */
export function ColorLine({ label, value, onChange, onCommit }: ValueProps<string> & { label: string }) {
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const [text, setText] = useState<string | null>(null)
  const commit = useRef(onCommit)
  commit.current = onCommit
  // React's onChange follows every move of the picker; the browser's own change event comes once, when it closes.
  useEffect(() => {
    const element = picker.current
    const onClosed = () => commit.current()
    element?.addEventListener('change', onClosed)
    return () => element?.removeEventListener('change', onClosed)
  }, [])
  const take = (written: string) => {
    setText(null)
    const code = written.trim().toLowerCase().replace(/^#?/, '#')
    if (!/^#[0-9a-f]{6}$/.test(code) || code === value) return
    onChange(code)
    onCommit()
  }
  return (
    <Line label={label}>
      <div className="flex h-7 items-center rounded-sm border border-transparent bg-raised pl-1 focus-within:border-accent-text hover:border-line-2">
        <label htmlFor={id} className="size-5 shrink-0 cursor-pointer rounded-[4px] border border-line-2" style={{ background: value }}>
          <span className="sr-only">{label}</span>
          <input ref={picker} id={id} type="color" value={value} onChange={(event) => onChange(event.currentTarget.value)} className="size-full opacity-0" />
        </label>
        <input
          aria-label={`${label}, code`}
          value={text ?? value}
          maxLength={7}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={(event) => text !== null && take(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take(event.currentTarget.value)
            else if (event.key === 'Escape') setText(null)
          }}
          className="num h-full w-full min-w-0 bg-transparent px-2 uppercase outline-none"
        />
      </div>
    </Line>
  )
}

/** Three numbers: x, y and z. */
export function VectorLine({
  label,
  value,
  step,
  digits,
  unit,
  onChange,
  onCommit,
}: ValueProps<[number, number, number]> & { label: string; step: number; digits: number; unit?: string }) {
  return (
    <div className="grid min-h-7 grid-cols-[72px_minmax(0,1fr)] items-center gap-2">
      <span className="truncate text-sm text-text-2">{unit ? `${label}, ${unit}` : label}</span>
      <div className="grid grid-cols-3 gap-1">
        {(['X', 'Y', 'Z'] as const).map((axis, i) => (
          <NumberField
            key={axis}
            label={`${label} ${axis}`}
            prefix={axis}
            value={value[i] ?? 0}
            step={step}
            digits={digits}
            onChange={(next) => onChange(value.map((old, at) => (at === i ? next : old)) as [number, number, number])}
            onCommit={onCommit}
          />
        ))}
      </div>
    </div>
  )
}
