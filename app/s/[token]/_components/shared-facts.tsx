import { CircleCheck, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { LocalTime } from '@/components/history/local-time'
import { buttonClass } from '@/components/ui/button-class'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { engineName } from '@/lib/domain/engine-name'
import type { SharedImage, SharedView } from '@/lib/domain/share-link'
import { downloadUrl } from './shared-image'

export type SharedFactsProps = { token: string; shared: SharedView; engineLabels: Record<string, string> }

/** What the link is called, and by whom. */
export function SharedTitle({ shared }: { shared: SharedView }) {
  const { images } = shared
  return (
    <div>
      <h1 className="break-words font-semibold text-2xl">{shared.title}</h1>
      <p className="mt-1 text-text-2">{images.length === 1 ? (images[0]?.title ?? shared.teamName) : `${images.length} images by ${shared.teamName}`}</p>
    </div>
  )
}

/** What there is to know about a single image, what may be taken away, and who sees it. */
export function SharedFacts({ token, shared, engineLabels }: SharedFactsProps) {
  const [single] = shared.images.length === 1 ? shared.images : []
  return (
    <>
      {single ? <ImageFacts image={single} engineLabels={engineLabels} /> : null}
      {shared.allowDownload && single ? <DownloadLink href={downloadUrl(token, single.outputId)} words="Download PNG" isWide /> : null}
      {shared.allowDownload && !single ? <DownloadLink href={`/s/${token}/zip`} words={`Download all ${shared.images.length} images`} /> : null}
      <p className={cx('text-sm text-text-3', single && 'mt-4')}>{whoSees(shared)}</p>
    </>
  )
}

function whoSees({ expiresAtMs, showDetails, isProtected, images }: SharedView): string {
  const what = images.length === 1 ? 'this image' : 'these images'
  const until = expiresAtMs === null ? '' : ` until ${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(expiresAtMs)}`
  const who = isProtected ? 'Anyone with this link and its password' : 'Anyone with this link'
  return `${who} can see ${what}${until}. ${showDetails ? 'The scene is not shared.' : 'The scene and the prompt are not shared.'}`
}

function DownloadLink({ href, words, isWide = false }: { href: string; words: string; isWide?: boolean }) {
  return (
    <a href={href} download className={cx(buttonClass({ variant: 'primary', size: 'lg' }), isWide ? 'mt-5 w-full' : 'mb-4 phone:w-full')}>
      <Icon icon={Download} />
      {words}
    </a>
  )
}

/** Size, day and state of an image, and how it was made where the link shows that. */
function ImageFacts({ image, engineLabels }: { image: SharedImage; engineLabels: Record<string, string> }) {
  const { details } = image
  return (
    <>
      {details?.prompt.trim() ? <p className="mt-4 whitespace-pre-wrap break-words">{details.prompt.trim()}</p> : null}
      <dl className="mt-5 grid grid-cols-[96px_1fr] gap-x-3 gap-y-2.5 border-line border-y py-4 text-md">
        <Fact name="Size">
          <span className="num">
            {image.width} × {image.height}
          </span>
        </Fact>
        <Fact name="Made">
          <LocalTime ms={image.createdAtMs} />
        </Fact>
        {details ? (
          <>
            <Fact name="Engine">
              {engineName(details.engine, engineLabels)}, {details.quality}
            </Fact>
            {details.seed === null ? null : (
              <Fact name="Seed">
                <span className="num">{details.seed}</span>
              </Fact>
            )}
          </>
        ) : null}
        {image.approved ? (
          <Fact name="State">
            <span className="flex items-center gap-1.5">
              <Icon icon={CircleCheck} size="sm" className="text-good" />
              Approved
            </span>
          </Fact>
        ) : null}
      </dl>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
