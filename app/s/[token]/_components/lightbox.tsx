'use client'
import { ChevronLeft, ChevronRight, Download, MessageSquare, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { buttonClass } from '@/components/ui/button-class'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { engineName } from '@/lib/domain/engine-name'
import type { SharedView } from '@/lib/domain/share-link'
import { Picture } from './picture'
import { downloadUrl, nameOf } from './shared-image'

export type LightboxProps = {
  token: string
  shared: SharedView
  engineLabels: Record<string, string>
  /** The image that is shown first. */
  first: number
  onClose: () => void
  /** Leads to the comments; absent where the link takes none. */
  onComment?: (outputId: string) => void
}

/** On a dark ground in both themes, where colours are judged best. */
const TOOL = cx(
  buttonClass({ variant: 'quiet', square: true }),
  'text-white/80 enabled:hover:bg-white/12 enabled:hover:text-white [a&]:hover:bg-white/12 [a&]:hover:text-white',
)

/**
 * One image alone, as large as the screen allows. Fingers swipe through a track that snaps to each image, arrow keys and
 * buttons move it, and Escape closes.
 */
export function Lightbox({ token, shared, engineLabels, first, onClose, onComment }: LightboxProps) {
  const { images } = shared
  const [index, setIndex] = useState(first)
  /** Nothing but the picture: a tap on it takes the words away and brings them back. */
  const [bare, setBare] = useState(false)
  const track = useRef<HTMLDivElement>(null)
  const image = images[index]

  const show = (next: number): void => {
    const element = track.current
    if (!element || next < 0 || next >= images.length) return
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    element.scrollTo({ left: next * element.clientWidth, behavior: calm || Math.abs(next - index) > 1 ? 'instant' : 'smooth' })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: images.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    show(next)
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-[#0d0e0f]" />
        <Dialog.Content aria-describedby={undefined} onKeyDown={onKeyDown} className="fixed inset-0 z-40 flex animate-appear flex-col text-white outline-none">
          <header className={cx('flex h-14 shrink-0 items-center gap-1 px-4 transition-opacity phone:px-2', bare && 'opacity-0 focus-within:opacity-100')}>
            <Dialog.Title className="min-w-0 flex-1 truncate px-1 font-normal text-md text-white/80 tabular-nums">
              {images.length > 1 ? `${index + 1} of ${images.length}` : shared.title}
            </Dialog.Title>
            {image && onComment ? (
              <button type="button" aria-label="Comment on this image" onClick={() => onComment(image.outputId)} className={TOOL}>
                <Icon icon={MessageSquare} />
              </button>
            ) : null}
            {image && shared.allowDownload ? (
              <a href={downloadUrl(token, image.outputId)} download aria-label="Download PNG" className={TOOL}>
                <Icon icon={Download} />
              </a>
            ) : null}
            <Dialog.Close aria-label="Close" className={TOOL}>
              <Icon icon={X} size="lg" />
            </Dialog.Close>
          </header>
          <div className="relative min-h-0 flex-1">
            <div
              ref={(element) => {
                // Where it begins is the browser's to keep: set once, before the first paint.
                if (element && !track.current) element.scrollLeft = first * element.clientWidth
                track.current = element
              }}
              onScroll={({ currentTarget: { scrollLeft, clientWidth } }) =>
                setIndex(Math.min(images.length - 1, Math.max(0, Math.round(scrollLeft / clientWidth))))
              }
              className="flex h-full snap-x snap-mandatory overflow-x-auto overscroll-contain outline-none [scrollbar-width:none]"
            >
              {images.map((each, i) => (
                <div
                  key={each.outputId}
                  inert={i !== index}
                  className={cx('grid h-full w-full shrink-0 snap-center place-items-center', bare ? 'px-0' : 'px-14 phone:px-0')}
                >
                  {Math.abs(i - index) <= 1 ? (
                    <button
                      type="button"
                      aria-pressed={bare}
                      aria-label="Hide the words"
                      onClick={() => setBare(!bare)}
                      className="grid max-h-full min-h-0 max-w-full place-items-center outline-none focus-visible:outline-2 focus-visible:-outline-offset-2"
                    >
                      <Picture
                        token={token}
                        image={each}
                        alt={nameOf(each, i, images.length)}
                        sizes="100vw"
                        eager={i === index}
                        className="size-auto max-h-full max-w-full object-contain"
                      />
                    </button>
                  ) : null}
                </div>
              ))}
            </div>
            <Step side="left" label="Previous image" disabled={index === 0} onClick={() => show(index - 1)}>
              <Icon icon={ChevronLeft} size="lg" />
            </Step>
            <Step side="right" label="Next image" disabled={index === images.length - 1} onClick={() => show(index + 1)}>
              <Icon icon={ChevronRight} size="lg" />
            </Step>
          </div>
          <footer aria-live="polite" className={cx('min-h-14 shrink-0 px-5 py-3 text-center text-md text-white/80 transition-opacity', bare && 'opacity-0')}>
            {image?.title ? <p className="font-medium text-white">{image.title}</p> : null}
            {image?.details ? (
              <p className="mx-auto line-clamp-2 max-w-180">
                {[image.details.prompt.trim(), engineName(image.details.engine, engineLabels)].filter((words) => words !== '').join(' · ')}
              </p>
            ) : null}
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type StepProps = { side: 'left' | 'right'; label: string; disabled: boolean; onClick: () => void; children: ReactNode }

/** Fingers swipe, so phones need none of it. At either end it leaves. */
function Step({ side, label, disabled, onClick, children }: StepProps) {
  if (disabled) return null
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className={cx(TOOL, 'absolute top-1/2 size-10 -translate-y-1/2 rounded-full phone:hidden', side === 'left' ? 'left-2' : 'right-2')}
    >
      {children}
    </button>
  )
}
