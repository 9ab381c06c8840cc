'use client'
import type { Route } from 'next'
import Link from 'next/link'
import { useSyncExternalStore } from 'react'
import type { CommentView } from '@/lib/domain/comment'
import { commentParts } from '@/lib/domain/comment-text'

const subscribe = () => () => {}

/** The words of a comment: plain text, the people who were mentioned, and links within this site. */
export function CommentBody({ comment }: { comment: Pick<CommentView, 'body' | 'mentions' | 'isDeleted'> }) {
  // The server does not know under which address it is seen; until the browser takes over, links are words.
  const origin = useSyncExternalStore(
    subscribe,
    () => window.location.origin,
    () => '',
  )
  if (comment.isDeleted) return <p className="text-text-3">This comment was deleted.</p>
  let at = 0
  return (
    <p className="whitespace-pre-wrap break-words">
      {commentParts(comment.body, comment.mentions, origin).map((part) => {
        const key = at
        at += part.text.length
        if (part.kind === 'link') {
          return (
            <Link key={key} href={part.href as Route} className="underline decoration-line-2 underline-offset-2 hover:decoration-text">
              {part.text}
            </Link>
          )
        }
        if (part.kind === 'mention') {
          return (
            <span key={key} className="font-medium text-accent-text">
              {part.text}
            </span>
          )
        }
        return <span key={key}>{part.text}</span>
      })}
    </p>
  )
}
