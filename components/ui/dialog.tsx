'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { buttonClass } from './button-class'
import { cx } from './cx'
import { Icon } from './icon'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question or the name of what is being done. */
  title: string
  /** What will happen or be lost. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the lower right; the last one is the answer. */
  footer?: ReactNode
  /** `sm` 400, `md` 560, `lg` 880, `xl` 1180 px wide. */
  width?: 'sm' | 'md' | 'lg' | 'xl'
  /** What it shows cannot be shown again, so a press beside it does not close it. */
  isShownOnce?: boolean
}

const WIDTH = { sm: 'max-w-100', md: 'max-w-140', lg: 'max-w-220', xl: 'max-w-295' } as const

/**
 * Where the focus goes when a dialog closes: what had it before. An item of a menu is gone by then, so its menu's button
 * stands in.
 */
function originOf(focused: Element | null): HTMLElement | null {
  const buttonId = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const origin = buttonId ? document.getElementById(buttonId) : focused
  return origin instanceof HTMLElement ? origin : null
}

/** A modal dialog: it keeps the focus inside, Escape cancels, and the focus returns to where it was. */
export function Dialog({ open, onOpenChange, title, description, children, footer, width = 'sm', isShownOnce = false }: DialogProps) {
  const origin = useRef<HTMLElement>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-black/50" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={() => {
            origin.current = originOf(document.activeElement)
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            origin.current?.focus()
          }}
          onInteractOutside={(event) => {
            if (isShownOnce) event.preventDefault()
          }}
          className={cx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded-xl border border-line-2 bg-panel text-text shadow-float outline-none',
            WIDTH[width],
          )}
        >
          <Radix.Title className="pt-[18px] pr-12 pb-1 pl-5 font-semibold text-xl">{title}</Radix.Title>
          <div className="min-h-0 overflow-y-auto px-5 pb-5 text-md">
            {description ? <Radix.Description className="text-text-2">{description}</Radix.Description> : null}
            {children}
          </div>
          {footer ? <div className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</div> : null}
          {/* Last in the order of focus, so that a dialog opens on its first field or on Cancel. */}
          <Radix.Close
            aria-label="Close"
            className={cx(buttonClass({ variant: 'quiet', size: 'sm', square: true }), 'absolute top-4 right-3 phone:top-2 phone:right-2')}
          >
            <Icon icon={X} />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
