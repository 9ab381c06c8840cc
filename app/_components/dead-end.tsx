import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'

export type DeadEndProps = {
  title: string
  /** What happened and what to do. */
  children: ReactNode
  /** The ways on. */
  actions: ReactNode
}

/** A page where something ended that should not have: said plainly, with a way on. */
export function DeadEnd({ title, children, actions }: DeadEndProps) {
  return (
    <div className="flex min-h-full flex-col px-8 phone:px-4">
      <header className="flex h-16 items-center">
        <Link href="/" className="inline-flex items-center gap-2 rounded-sm py-2 font-semibold tracking-tight">
          <Mark />
          Maquette
        </Link>
      </header>
      <main className="mx-auto flex w-full max-w-110 flex-1 flex-col justify-center gap-5 pb-24">
        <h1 className="text-balance font-semibold text-3xl">{title}</h1>
        <div className="flex flex-col gap-3 text-text-2">{children}</div>
        <div className="flex flex-wrap gap-2">{actions}</div>
      </main>
    </div>
  )
}
