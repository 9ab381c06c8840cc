'use client'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import type { FormAction } from '@/app/_components/form'
import type { SharedComment, SharedView } from '@/lib/domain/share-link'
import { GuestComments } from './guest-comments'
import { SharedFacts, SharedTitle } from './shared-facts'
import { SharedGrid } from './shared-grid'
import { SharedHero } from './shared-hero'

// Most visitors see one image: what looks closer comes when it is asked for.
const Lightbox = dynamic(() => import('./lightbox').then((module) => module.Lightbox), { ssr: false })
const SharedComparison = dynamic(() => import('./shared-comparison').then((module) => module.SharedComparison))

export type SharedProps = {
  token: string
  shared: SharedView
  engineLabels: Record<string, string>
  comment: FormAction<SharedComment>
}

/** What a link shows: one image large, several in rows, a comparison under its slider; then what may be done with them. */
export function Shared({ token, shared, engineLabels, comment }: SharedProps) {
  const { images } = shared
  const [opened, setOpened] = useState<number | null>(null)
  const [about, setAbout] = useState(images[0]?.outputId)
  const comments = useRef<HTMLElement>(null)
  const [first] = images
  const isSingle = images.length === 1

  /** Leads from a large image to what can be said about it. */
  const talkAbout = (outputId: string): void => {
    setOpened(null)
    setAbout(outputId)
    // The field is on the page already, outside of what React draws now.
    requestAnimationFrame(() => comments.current?.querySelector<HTMLElement>('textarea, input[name="name"]')?.focus())
  }

  if (!first) {
    return (
      <div className="grid min-h-[50dvh] place-content-center text-center">
        <h1 className="font-semibold text-2xl">{shared.title}</h1>
        <p className="mt-1 text-text-2">There are no images here at the moment.</p>
      </div>
    )
  }
  const facts = <SharedFacts token={token} shared={shared} engineLabels={engineLabels} />
  const talk = shared.allowComments ? (
    <GuestComments
      ref={comments}
      token={token}
      images={images}
      comments={shared.comments}
      about={about ?? first.outputId}
      onAbout={setAbout}
      comment={comment}
    />
  ) : null
  return (
    <>
      {isSingle ? (
        <div className="grid grid-cols-[minmax(0,1fr)_304px] items-start gap-8 phone:gap-5 max-[1100px]:grid-cols-1">
          <SharedHero token={token} image={first} onOpen={() => setOpened(0)} />
          <div>
            <SharedTitle shared={shared} />
            {facts}
            {talk}
          </div>
        </div>
      ) : (
        <>
          <div className="mt-1 mb-5 phone:mb-4">
            <SharedTitle shared={shared} />
          </div>
          {shared.kind === 'comparison' ? (
            <SharedComparison token={token} images={images} view={shared.view} />
          ) : (
            <SharedGrid token={token} images={images} onOpen={setOpened} />
          )}
          <div className="mt-6">
            {facts}
            {talk}
          </div>
        </>
      )}
      {opened === null ? null : (
        <Lightbox
          token={token}
          shared={shared}
          engineLabels={engineLabels}
          first={opened}
          onClose={() => setOpened(null)}
          onComment={shared.allowComments ? talkAbout : undefined}
        />
      )}
    </>
  )
}
