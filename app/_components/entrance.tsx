import Image from 'next/image'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'

export type EntranceProps = {
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  children: ReactNode
  /** The way to the neighbouring page, under the form. */
  footer?: ReactNode
}

/** The frame of the pages before one is signed in: a narrow column with the form, and a picture made with Maquette beside it. */
export function Entrance({ title, lead, children, footer }: EntranceProps) {
  return (
    <div className="grid min-h-full grid-cols-1 lg:grid-cols-[minmax(440px,5fr)_7fr]">
      <div className="flex flex-col bg-panel px-8 phone:px-4">
        <header className="flex h-16 items-center">
          <Link href="/" className="inline-flex items-center gap-2 rounded-sm py-2 font-semibold tracking-tight">
            <Mark />
            Maquette
          </Link>
        </header>
        <main className="mx-auto flex w-full max-w-88 flex-1 phone:max-w-none flex-col justify-center gap-6 pt-4 pb-24">
          <div className="flex flex-col gap-2">
            <h1 className="font-semibold text-2xl">{title}</h1>
            {lead ? <p className="text-text-2">{lead}</p> : null}
          </div>
          {children}
          {footer ? <div className="text-text-2">{footer}</div> : null}
        </main>
      </div>
      <div className="relative hidden bg-skeleton lg:block">
        <Image src="/landing/golden.webp" alt="" fill unoptimized className="object-cover" />
      </div>
    </div>
  )
}

/** A link inside a sentence. */
export const TEXT_LINK = 'font-medium text-text underline decoration-line-2 underline-offset-4 transition-colors hover:decoration-current rounded-sm'
