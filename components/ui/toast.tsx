'use client'
import { CircleAlert, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { Button, IconButton } from './button'
import { Icon } from './icon'

export type ToastOptions = {
  /** One line: what happened. */
  message: string
  /** An `error` stays until it is closed; the others leave after 6 seconds, or 10 with an action. */
  tone?: 'info' | 'error'
  /** For example Undo. The toast closes when it is pressed. */
  action?: { label: string; onPress: () => void }
}

type ToastItem = ToastOptions & { id: number; open: boolean }
const ToastContext = createContext<((options: ToastOptions) => void) | null>(null)

/** @returns A function that shows one line at the bottom centre, spoken to screen readers. */
export function useToast(): (options: ToastOptions) => void {
  const show = useContext(ToastContext)
  if (!show) throw new Error('useToast needs a ToastProvider above it.')
  return show
}

const KEPT_MAX = 3
let nextId = 1

export function ToastProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly ToastItem[]>([])
  const show = useCallback((options: ToastOptions) => {
    const id = nextId++
    setItems((present) => [...present.filter((item) => item.open).slice(1 - KEPT_MAX), { ...options, id, open: true }])
  }, [])
  const close = (id: number) => setItems((present) => present.map((item) => (item.id === id ? { ...item, open: false } : item)))
  return (
    <ToastContext value={show}>
      <Radix.Provider swipeDirection="down" label="Notification">
        {children}
        {items.map(({ id, open, message, tone, action }) => (
          <Radix.Root
            key={id}
            open={open}
            onOpenChange={(next) => !next && close(id)}
            type={tone === 'error' ? 'foreground' : 'background'}
            duration={tone === 'error' ? Number.POSITIVE_INFINITY : action ? 10_000 : 6_000}
            className="pointer-events-auto flex min-h-10 max-w-140 animate-appear items-center gap-2 rounded-lg border border-line-2 bg-panel py-1 pr-1 pl-3 text-md text-text shadow-float"
          >
            {tone === 'error' ? <Icon icon={CircleAlert} className="text-bad" /> : null}
            <Radix.Description className="min-w-0 flex-1 py-1 pr-2">{message}</Radix.Description>
            {action ? (
              <Radix.Action asChild altText={action.label} onClick={action.onPress}>
                <Button size="sm">{action.label}</Button>
              </Radix.Action>
            ) : null}
            <Radix.Close asChild>
              <IconButton label="Dismiss" size="sm" icon={<Icon icon={X} size="sm" />} />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="pointer-events-none fixed inset-x-0 bottom-6 z-50 phone:bottom-20 [body:has([data-room=editor])_&]:lg:bottom-16 [body:has([data-selection])_&]:bottom-22 [body:has([data-selection])_&]:phone:bottom-36 flex flex-col items-center gap-2 px-4 outline-none" />
      </Radix.Provider>
    </ToastContext>
  )
}
