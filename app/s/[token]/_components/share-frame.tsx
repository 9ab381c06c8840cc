import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { Mark } from '@/components/ui/mark'

export type ShareFrameProps = {
  /** Whose it is, at the right of the first line. */
  note?: string
  /** Until when; phones have no place for it there. */
  until?: string
  /** A few words in the middle instead of pictures. */
  narrow?: boolean
  children: ReactNode
}

/** The frame of what visitors see: the sign, a line, and then nothing but the work. */
export function ShareFrame({ note, until, narrow = false, children }: ShareFrameProps) {
  return (
    <div className="mx-auto flex min-h-full max-w-360 flex-col px-16 pb-16 phone:px-4 max-[1100px]:px-6">
      <header className="flex h-14 items-center justify-between gap-6">
        <Link href={'/' as Route} className="inline-flex items-center gap-2 rounded-sm py-3 font-semibold text-md tracking-tight">
          <Mark />
          Maquette
        </Link>
        {note ? (
          <p className="truncate text-md text-text-2">
            {note}
            {until ? <span className="phone:hidden">, {until}</span> : null}
          </p>
        ) : null}
      </header>
      <main className={cx('flex-1', narrow && 'mx-auto flex w-full max-w-88 flex-col justify-center pb-32')}>{children}</main>
    </div>
  )
}
