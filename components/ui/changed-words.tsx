import { Fragment, type ReactNode } from 'react'
import type { WordChange } from '@/lib/domain/word-diff'

/** What changed between two texts, in place: what went is struck, what came is marked. */
export function ChangedWords({ words }: { words: readonly WordChange[] }) {
  return (
    <p className="whitespace-pre-wrap break-words">
      {words.map((change, index) => {
        const key = `${index} ${change.kind}`
        if (change.kind === 'same') return <span key={key}>{change.text}</span>
        if (change.kind === 'added') return <Added key={key}>{change.text}</Added>
        // What replaces it follows at once, without a blank of its own in either text.
        return (
          <Fragment key={key}>
            <Removed>{change.text}</Removed>
            {words[index + 1]?.kind === 'added' ? <span aria-hidden="true" className="inline-block w-1" /> : null}
          </Fragment>
        )
      })}
    </p>
  )
}

export const Removed = ({ children }: { children: ReactNode }) => <del className="text-text-3 decoration-text-3">{children}</del>
export const Added = ({ children }: { children: ReactNode }) => <ins className="rounded-[3px] bg-accent/15 px-px font-medium no-underline">{children}</ins>
