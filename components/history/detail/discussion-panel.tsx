'use client'
import { MapPin } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { CommentThread, Pin } from '@/lib/domain/comment'
import { CommentComposer } from './comment-composer'
import { ThreadCard, type ThreadContext } from './thread-card'

export type DiscussionPanelProps = {
  threads: readonly CommentThread[]
  numbers: ReadonlyMap<string, number>
  selectedId: string | null
  onSelect: (threadId: string | null) => void
  /** Where the comment that is being written points to. */
  draftPin: Pin | null
  placing: boolean
  onStartPlacing: () => void
  onDropPin: () => void
  context: ThreadContext
}

/** What people say about the image. */
export function DiscussionPanel({ threads, numbers, selectedId, onSelect, draftPin, placing, onStartPlacing, onDropPin, context }: DiscussionPanelProps) {
  const [showResolved, setShowResolved] = useState(false)
  const resolved = threads.filter((thread) => thread.resolvedAtMs !== null)
  const shown = threads.filter((thread) => thread.resolvedAtMs === null || showResolved || thread.id === selectedId)
  const { outputId, people, actions, change, mayComment } = context
  return (
    <div className="flex min-h-0 flex-col gap-3 pt-4">
      {threads.length === 0 ? (
        <p className="text-md text-text-2">Nobody has said anything yet.{mayComment ? ' Write a comment, or pin one to a place on the image.' : ''}</p>
      ) : null}
      <ul aria-label="Comments" className="flex flex-col gap-2">
        {shown.map((thread) => (
          <ThreadCard
            key={thread.id}
            thread={thread}
            pinNumber={numbers.get(thread.id) ?? null}
            selected={thread.id === selectedId}
            onSelect={() => onSelect(thread.id)}
            context={context}
          />
        ))}
      </ul>
      {resolved.length > 0 ? (
        <Button size="sm" variant="quiet" className="self-start" aria-expanded={showResolved} onClick={() => setShowResolved(!showResolved)}>
          {showResolved ? 'Hide resolved' : `Show ${resolved.length} resolved`}
        </Button>
      ) : null}
      {mayComment ? (
        <div className="border-line border-t pt-3">
          <div className="mb-2 flex min-h-7 items-center gap-2">
            {draftPin ? (
              <>
                <span className="flex-1 text-sm text-text-2">The comment points at the new pin.</span>
                <Button size="sm" variant="quiet" onClick={onDropPin}>
                  Remove pin
                </Button>
              </>
            ) : (
              <Button size="sm" aria-pressed={placing} icon={<Icon icon={MapPin} size="sm" />} onClick={onStartPlacing}>
                {placing ? 'Choose a place on the image' : 'Pin to the image'}
              </Button>
            )}
          </div>
          <CommentComposer
            // A placed pin takes the focus to its words.
            key={draftPin ? 'pinned' : 'plain'}
            autoFocus={draftPin !== null}
            label={draftPin ? 'Comment at the pin' : 'New comment'}
            submitLabel="Comment"
            placeholder="What should people know?"
            people={people}
            onSubmit={async (words) => {
              const kept = await change(() => actions.add({ outputId, threadId: null, pin: draftPin, ...words }))
              if (kept) onDropPin()
              return kept
            }}
          />
        </div>
      ) : null}
    </div>
  )
}
