import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import { OpenFrame } from '@/app/_components/open-frame'
import { currentActor, currentTeam } from '@/app/_server/actor'
import { signInPath } from '@/app/_server/next-path'
import { unpublishAction } from '@/app/_server/publish-actions'
import { createSceneAction } from '@/app/scenes/actions'
import { LikeButton } from '@/components/community/like-button'
import { PublicationImage } from '@/components/community/publication-image'
import { ReportDialog } from '@/components/community/report-dialog'
import { StartSceneButton } from '@/components/community/start-scene-button'
import { UnpublishButton } from '@/components/community/unpublish-button'
import { UsePromptButton } from '@/components/community/use-prompt-button'
import { LocalTime } from '@/components/history/local-time'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { getPublication } from '@/lib/data/community/queries'
import { listEngines } from '@/lib/data/engines/queries'
import { listScenes } from '@/lib/data/scenes/queries'
import type { PublicationDetail } from '@/lib/domain/community/publication'
import { engineName } from '@/lib/domain/engine-name'
import { AppError } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { can, roleShown } from '@/lib/domain/roles'
import { likeAction, reportAction, startFromPublicationAction } from '../actions'

type Props = PageProps<'/gallery/[publicationId]'>

const readPublication = cache(async (publicationId: string): Promise<PublicationDetail> => {
  if (!idSchema.safeParse(publicationId).success) notFound()
  return getPublication(await currentActor(), publicationId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title, credit } = await readPublication((await params).publicationId)
  return { title: `${title}, by ${credit}` }
}

/** One image of the gallery: large, with the sentence and the settings behind it, and what can be done with them. */
export default async function PublicationPage({ params }: Props) {
  const image = await readPublication((await params).publicationId)
  return (
    <OpenFrame current="gallery" path={`/gallery/${image.id}`}>
      <nav aria-label="Breadcrumb" className="-mt-1 mb-3 flex items-center gap-2 text-md text-text-2 phone:-mt-3 phone:mb-1">
        <Link href={'/gallery' as Route} className="rounded-sm py-1 hover:text-text phone:py-3">
          Gallery
        </Link>
        <span aria-hidden="true">/</span>
        <span className="truncate">{image.title}</span>
      </nav>
      {image.status === 'published' ? null : (
        <Notice tone={image.status === 'hidden' ? 'bad' : 'info'} className="mb-4">
          {image.status === 'hidden'
            ? `A moderator hid this image: ${image.hiddenReason ?? 'no reason given'}`
            : 'This image was taken out of the gallery. Only you see it here.'}
        </Notice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_304px] gap-8 max-[1100px]:grid-cols-1 max-[1100px]:gap-5">
        <PublicationImage
          src={image.imageUrl}
          alt={image.prompt || image.title}
          width={image.width}
          height={image.height}
          thumbhash={image.thumbhash}
          eager
          className="mx-auto h-auto max-h-[calc(100dvh-140px)] w-auto max-w-full rounded-md"
        />
        <div className="min-w-0 text-md">
          <h1 className="font-semibold text-2xl">{image.title}</h1>
          <p className="mt-1 text-text-2">
            {image.credit}
            {image.isExample ? null : (
              <>
                {' · '}
                <LocalTime ms={image.createdAtMs} />
              </>
            )}
          </p>
          {image.prompt ? <blockquote className="mt-5 whitespace-pre-wrap break-words text-lg leading-6">“{image.prompt}”</blockquote> : null}
          <Deeds image={image} />
          <Facts image={image} />
        </div>
      </div>
    </OpenFrame>
  )
}

async function Deeds({ image }: { image: PublicationDetail }) {
  const actor = await currentActor()
  if (actor.kind !== 'user') {
    return (
      <div className="mt-5 flex flex-col gap-2">
        <LinkButton variant="primary" size="lg" href={`/sign-up?next=${encodeURIComponent(`/gallery/${image.id}`)}` as Route}>
          Make your own
        </LinkButton>
        <p className="text-text-3">
          <Link href={signInPath(`/gallery/${image.id}`)} className="font-medium text-text underline decoration-line-2 underline-offset-2">
            Sign in
          </Link>{' '}
          to use this prompt, start from the scene or like the image.
        </p>
      </div>
    )
  }
  const team = await currentTeam(actor)
  const mayMake = can(roleShown(team), 'scene.create')
  const { scenes } = await listScenes(actor, { teamId: team.id, limit: 6 })
  const isOnShow = image.status === 'published'
  return (
    <>
      <div className="mt-5 flex flex-col gap-2">
        {image.prompt && mayMake ? (
          <UsePromptButton prompt={image.prompt} scenes={scenes.map(({ id, name }) => ({ id, name }))} createScene={createSceneAction} />
        ) : null}
        {image.allowSceneStart && mayMake && isOnShow ? <StartSceneButton publicationId={image.id} start={startFromPublicationAction} /> : null}
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        {isOnShow ? <LikeButton publicationId={image.id} liked={image.liked} likeCount={image.likeCount} like={likeAction} /> : null}
        {image.mayUnpublish && isOnShow ? <UnpublishButton publicationId={image.id} unpublish={unpublishAction} /> : null}
        {image.mayUnpublish || !isOnShow || image.isExample ? null : <ReportDialog publicationId={image.id} report={reportAction} />}
      </div>
    </>
  )
}

const QUALITY: Record<string, string> = { draft: 'Draft', standard: 'Standard', high: 'High' }

function Facts({ image }: { image: PublicationDetail }) {
  const { engine, ratio, quality, canvas, seed } = image.settings
  const labels = Object.fromEntries(listEngines().map(({ capabilities }) => [capabilities.id, capabilities.label]))
  return (
    <dl className="mt-6 grid grid-cols-[96px_1fr] gap-x-3 gap-y-2.5 border-line border-y py-4">
      <Fact name="Engine">{engineName(String(engine), labels)}</Fact>
      {quality === undefined ? null : <Fact name="Quality">{QUALITY[String(quality)] ?? String(quality)}</Fact>}
      <Fact name="Ratio">
        <span className="font-mono">{String(ratio)}</span>
      </Fact>
      <Fact name="Pixels">
        <span className="font-mono">
          {image.width} × {image.height}
        </span>
      </Fact>
      {seed === undefined ? null : (
        <Fact name="Seed">
          <span className="font-mono">{String(seed)}</span>
        </Fact>
      )}
      {image.shotName ? <Fact name="Shot">{image.shotName}</Fact> : null}
      <Fact name="Canvas">{canvas === false ? 'Left out' : 'Used'}</Fact>
    </dl>
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
