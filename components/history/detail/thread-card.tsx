'use client'
import { Check, Ellipsis, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem } from '@/components/ui/menu'
import { timeAgo } from '@/components/ui/time-ago'
import { useToast } from '@/components/ui/toast'
import type { CommentThread, CommentView, PersonName } from '@/lib/domain/comment'
import { CommentBody } from './comment-body'
import { CommentComposer } from './comment-composer'
import type { DiscussionActions } from './detail-actions'
import type { ChangeDiscussion } from './use-discussion'

export type ThreadContext = {
  outputId: string
  people: readonly PersonName[]
  actions: DiscussionActions
  change: ChangeDiscussion
  mayComment: boolean
  nowMs: number
}

export type ThreadCardProps = {
  thread: CommentThread
  /** The number of its pin on the image; null without one. */
  pinNumber: number | null
  selected: boolean
  onSelect: () => void
  context: ThreadContext
}

/** One thread: what was said first, the answers, and whether it is done. */
export function ThreadCard({ thread, pinNumber, selected, onSelect, context }: ThreadCardProps) {
  const { outputId, people, actions, change, mayComment } = context
  const [answering, setAnswering] = useState(false)
  const resolved = thread.resolvedAtMs !== null
  return (
    <li
      id={`thread-${thread.id}`}
      tabIndex={-1}
      aria-label={`${pinNumber === null ? 'Comment' : `Comment ${pinNumber}`} by ${thread.authorName}`}
      className={cx('rounded-md border p-3 outline-none', selected ? 'border-text bg-raised' : 'border-line')}
    >
      <div className="flex items-start gap-2">
        {pinNumber === null ? null : (
          <button
            type="button"
            onClick={onSelect}
            aria-label={`Show pin ${pinNumber} on the image`}
            className="grid size-6 shrink-0 place-items-center rounded-full bg-invert font-semibold text-on-invert text-sm phone:size-11"
          >
            {pinNumber}
          </button>
        )}
        <div className="min-w-0 flex-1">
          <Comment comment={thread} context={context} />
        </div>
      </div>
      {thread.replies.length > 0 ? (
        <ul aria-label="Answers" className="mt-3 flex flex-col gap-3 border-line border-l pl-3">
          {thread.replies.map((reply) => (
            <li key={reply.id}>
              <Comment comment={reply} context={context} />
            </li>
          ))}
        </ul>
      ) : null}
      {answering ? (
        <div className="mt-3">
          <CommentComposer
            label={`Answer ${thread.authorName}`}
            submitLabel="Answer"
            people={people}
            autoFocus
            onCancel={() => setAnswering(false)}
            onSubmit={async (words) => {
              const kept = await change(() => actions.add({ outputId, threadId: thread.id, pin: null, ...words }))
              if (kept) setAnswering(false)
              return kept
            }}
          />
        </div>
      ) : (
        <div className="mt-2 flex flex-wrap items-center gap-1 text-sm text-text-3">
          {resolved ? (
            <span className="mr-auto inline-flex items-center gap-1">
              <Icon icon={Check} size="sm" className="text-good" />
              Resolved{thread.resolvedByName ? ` by ${thread.resolvedByName}` : ''}
            </span>
          ) : null}
          {mayComment && !resolved ? (
            <Button size="xs" variant="quiet" onClick={() => setAnswering(true)}>
              Answer
            </Button>
          ) : null}
          {thread.mayResolve ? (
            <Button
              size="xs"
              variant="quiet"
              icon={<Icon icon={resolved ? RotateCcw : Check} size="sm" />}
              onClick={() => void change(() => actions.resolve(thread.id, !resolved))}
            >
              {resolved ? 'Reopen' : 'Resolve'}
            </Button>
          ) : null}
        </div>
      )}
    </li>
  )
}

function Comment({ comment, context }: { comment: CommentView; context: ThreadContext }) {
  const { people, actions, change, nowMs } = context
  const [editing, setEditing] = useState(false)
  const toast = useToast()

  async function remove(): Promise<void> {
    const done = await change(() => actions.remove(comment.id))
    if (!done) return
    toast({ message: 'The comment was deleted.', action: { label: 'Undo', onPress: () => void change(() => actions.restore(comment.id)) } })
  }

  return (
    <article id={comment.id} className="group scroll-mt-24 text-md">
      <header className="mb-1 flex min-h-6 items-center gap-2">
        <Avatar name={comment.authorName} size="sm" />
        <span className="min-w-0 truncate font-medium">{comment.authorName}</span>
        {comment.isGuest ? <span className="text-sm text-text-3">guest</span> : null}
        <time dateTime={new Date(comment.createdAtMs).toISOString()} className="shrink-0 text-sm text-text-3">
          {timeAgo(new Date(comment.createdAtMs), new Date(nowMs))}
          {comment.editedAtMs === null || comment.isDeleted ? '' : ', edited'}
        </time>
        {comment.mayEdit || comment.mayDelete ? (
          <span className="ml-auto">
            <Menu
              align="end"
              trigger={<IconButton label={`More for the comment by ${comment.authorName}`} size="xs" icon={<Icon icon={Ellipsis} size="sm" />} />}
            >
              {comment.mayEdit ? (
                <MenuItem icon={<Icon icon={Pencil} />} onSelect={() => requestAnimationFrame(() => setEditing(true))}>
                  Edit
                </MenuItem>
              ) : null}
              {comment.mayDelete ? (
                <MenuItem danger icon={<Icon icon={Trash2} />} onSelect={() => void remove()}>
                  Delete
                </MenuItem>
              ) : null}
            </Menu>
          </span>
        ) : null}
      </header>
      {editing ? (
        <CommentComposer
          label="Your comment"
          submitLabel="Save"
          people={people}
          initial={comment}
          autoFocus
          onCancel={() => setEditing(false)}
          onSubmit={async (words) => {
            const kept = await change(() => actions.edit(comment.id, words))
            if (kept) setEditing(false)
            return kept
          }}
        />
      ) : (
        <CommentBody comment={comment} />
      )}
    </article>
  )
}
