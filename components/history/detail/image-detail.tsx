'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import type { CommentThread, Discussion, PersonName, Pin } from '@/lib/domain/comment'
import type { GenerationDetail, OutputDetail } from '@/lib/domain/generation-view'
import { can, type Role } from '@/lib/domain/roles'
import type { OutputActions } from '../output-actions'
import type { DiscussionActions } from './detail-actions'
import { DiscussionPanel } from './discussion-panel'
import { FidelityLine } from './fidelity-line'
import { ImageStage } from './image-stage'
import { ImageHead } from './marks-editor'
import type { PinView } from './pin-layer'
import { ReviewBar } from './review-bar'
import { useDiscussion } from './use-discussion'
import { useFollow } from './use-follow'

export type ImageDetailProps = {
  run: GenerationDetail
  output: OutputDetail
  discussion: Discussion
  people: readonly PersonName[]
  role: Role
  /** When the server read all this. */
  nowMs: number
  actions: { discussion: DiscussionActions; outputs: OutputActions }
  /** The other images of the same press, under the image. */
  siblings: ReactNode
  toolbar: ReactNode
  /** Inside the review, where the scene has changed. */
  sceneSince: ReactNode
  /** How it compares with the image that it repeats, and with those that repeat it. */
  replays: ReactNode
  /** How the image was made. */
  facts: ReactNode
}

type Tab = 'comments' | 'details'

/** One image with all that people say and know about it. Give it the output's id as its key. */
export function ImageDetail(props: ImageDetailProps) {
  const { run, output, people, role, nowMs, actions, siblings, toolbar, sceneSince, replays, facts } = props
  const router = useRouter()
  const { discussion, change } = useDiscussion(props.discussion, run.id, nowMs)
  const { threads, reviews } = discussion
  const [tab, setTab] = useState<Tab>(threads.length > 0 ? 'comments' : 'details')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [placing, setPlacing] = useState(false)
  const [draftPin, setDraftPin] = useState<Pin | null>(null)
  const [showsHeat, setShowsHeat] = useState(false)
  const numbers = numberPins(threads)
  const open = threads.filter((thread) => thread.resolvedAtMs === null).length

  useLinkedComment(threads, (thread) => {
    setTab('comments')
    setSelectedId(thread.id)
  })
  useFollow(run)

  function select(threadId: string | null): void {
    setSelectedId(threadId)
    setTab('comments')
    // The thread may come into the page only with this change.
    if (threadId) requestAnimationFrame(() => focusThread(threadId))
  }

  const pins = threads.flatMap((thread): PinView[] => {
    const number = numbers.get(thread.id)
    const resolved = thread.resolvedAtMs !== null
    if (!thread.pin || number === undefined || (resolved && thread.id !== selectedId)) return []
    const words = thread.isDeleted ? 'deleted' : thread.body.slice(0, 60)
    return [{ threadId: thread.id, number, pin: thread.pin, resolved, label: `Comment ${number} by ${thread.authorName}: ${words}` }]
  })

  return (
    <div className="grid grid-cols-[minmax(0,1fr)_336px] gap-8 max-[1100px]:grid-cols-1 max-[1100px]:gap-5">
      <div className="min-w-0">
        <ImageStage
          output={output}
          alt={output.title ?? (run.prompt.trim() || 'Without a prompt')}
          heatAssetId={showsHeat ? (output.fidelityDetails?.heatAssetId ?? null) : null}
          pins={pins}
          selectedId={selectedId}
          onSelect={select}
          draft={draftPin}
          placing={placing}
          onPlace={(pin) => {
            setPlacing(false)
            setDraftPin(pin)
            setTab('comments')
          }}
          onCancel={() => setPlacing(false)}
        />
        {siblings}
        {toolbar}
        <ReviewBar
          reviews={reviews}
          image={{ index: output.index, of: run.settings.images }}
          mayReview={can(role, 'output.review')}
          nowMs={nowMs}
          onReview={(review) => change(() => actions.discussion.review(output.id, review))}
        >
          {sceneSince}
        </ReviewBar>
      </div>
      <aside aria-label="About this image" className="min-w-0">
        <ImageHead
          output={output}
          fallbackTitle={run.prompt.trim() || 'Without a prompt'}
          mayRate={can(role, 'output.rate')}
          mayCurate={can(role, 'output.curate')}
          actions={actions.outputs}
          refresh={() => router.refresh()}
        />
        <FidelityLine output={output} showsHeat={showsHeat} onShowHeat={setShowsHeat} onDetails={() => setTab('details')} />
        {replays}
        <Tabs
          label="About this image"
          value={tab}
          onValueChange={setTab}
          tabs={[
            { value: 'details', label: 'Details' },
            { value: 'comments', label: 'Comments', count: open },
          ]}
          className="mt-4 [&>div:first-child]:px-0"
        >
          <TabPanel value="details">{facts}</TabPanel>
          {/* What is being written stays while one looks something up in the details. */}
          <TabPanel value="comments" keepMounted>
            <DiscussionPanel
              threads={threads}
              numbers={numbers}
              selectedId={selectedId}
              onSelect={select}
              draftPin={draftPin}
              placing={placing}
              onStartPlacing={() => setPlacing(!placing)}
              onDropPin={() => setDraftPin(null)}
              context={{ outputId: output.id, people, actions: actions.discussion, change, mayComment: can(role, 'comment.create'), nowMs }}
            />
          </TabPanel>
        </Tabs>
      </aside>
    </div>
  )
}

/** Pins are numbered in the order in which they came, and keep their number when another is resolved. */
function numberPins(threads: readonly CommentThread[]): ReadonlyMap<string, number> {
  return new Map(threads.filter(({ pin }) => pin !== null).map(({ id }, i) => [id, i + 1]))
}

function focusThread(threadId: string): void {
  const thread = document.getElementById(`thread-${threadId}`)
  thread?.scrollIntoView({ block: 'nearest' })
  thread?.focus({ preventScroll: true })
}

/** An address that ends in `#cmt_…` leads to that comment, once. */
function useLinkedComment(threads: readonly CommentThread[], show: (thread: CommentThread) => void): void {
  const done = useRef(false)
  useEffect(() => {
    if (done.current) return
    done.current = true
    const wanted = window.location.hash.slice(1)
    const thread = threads.find(({ id, replies }) => id === wanted || replies.some((reply) => reply.id === wanted))
    if (!thread) return
    show(thread)
    requestAnimationFrame(() => document.getElementById(wanted)?.scrollIntoView({ block: 'center' }))
  }, [threads, show])
}
