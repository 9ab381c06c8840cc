import type { ReactNode } from 'react'

/** Switches everything off inside that can be pressed or filled in, but for links. For the pages of a suspended team, which still show what is there. */
export function ReadOnly({ when, children }: { when: boolean; children: ReactNode }) {
  return when ? (
    <fieldset disabled className="contents">
      {children}
    </fieldset>
  ) : (
    children
  )
}
