'use client'
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'

export type TabsProps<T extends string> = {
  value: T
  onValueChange: (value: T) => void
  tabs: readonly { value: T; label: string; count?: number }[]
  /** The accessible name of the row of tabs. */
  label: string
  /** One TabPanel for each tab. */
  children: ReactNode
  className?: string
  /** At the right end of the row. */
  aux?: ReactNode
}

/** A row of tabs 44 px high over their panels; the arrow keys move between tabs. */
export function Tabs<T extends string>({ value, onValueChange, tabs, label, children, className, aux }: TabsProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next)
        if (tab) onValueChange(tab.value)
      }}
      className={cx('flex min-h-0 flex-col', className)}
    >
      <div className="flex h-11 shrink-0 items-stretch border-line border-b px-4">
        <Radix.List aria-label={label} className="-ml-1 flex gap-3">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="relative rounded-sm px-1 font-medium text-text-2 transition-colors after:absolute after:inset-x-1 after:-bottom-px after:h-px after:bg-transparent hover:text-text focus-visible:-outline-offset-2 data-[state=active]:text-text data-[state=active]:after:bg-text"
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="ml-1.5 font-normal text-text-3 tabular-nums">{tab.count.toLocaleString('en')}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aux ? <div className="ml-auto flex items-center">{aux}</div> : null}
      </div>
      {children}
    </Radix.Root>
  )
}

export type TabPanelProps = {
  value: string
  children: ReactNode
  /** Keeps the panel in the page while another is shown, so that what was typed in it stays. */
  keepMounted?: boolean
  className?: string
}

export function TabPanel({ value, children, keepMounted, className }: TabPanelProps) {
  return (
    <Radix.Content
      value={value}
      forceMount={keepMounted || undefined}
      className={cx('min-h-0 flex-1 focus-visible:-outline-offset-2 data-[state=inactive]:hidden', className)}
    >
      {children}
    </Radix.Content>
  )
}
