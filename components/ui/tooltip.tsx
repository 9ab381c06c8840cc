'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './kbd'

/** Stands once around the app, so that moving between neighbours shows the next tooltip at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={500} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

export type TooltipProps = {
  /** A few words. Never the only place where something important stands. */
  content: ReactNode
  shortcut?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** One element that takes a ref and can be focused. A disabled button shows none: wrap it in a span. */
  children: ReactNode
}

/** Shows on hover and on keyboard focus; Escape hides it. */
export function Tooltip({ content, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-64 animate-appear items-center gap-2 rounded-sm bg-invert px-2 py-1 font-medium text-on-invert text-sm"
        >
          {content}
          {shortcut ? <Kbd>{shortcut}</Kbd> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
