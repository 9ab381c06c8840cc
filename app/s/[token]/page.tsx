import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { originForLinks } from '@/app/_server/links'
import type { ShareActor } from '@/lib/data/actor'
import { listEngines } from '@/lib/data/engines/queries'
import { readShared } from '@/lib/data/share-links/visit'
import type { SharedView } from '@/lib/domain/share-link'
import { CountView } from './_components/count-view'
import { PasswordForm } from './_components/password-form'
import { ShareFrame } from './_components/share-frame'
import { Shared } from './_components/shared'
import { visit } from './_server/visit'
import { commentAsGuestAction, openShareAction } from './actions'

type Props = { params: Promise<{ token: string }> }

/** Metadata and page ask for the same. */
const read: (actor: ShareActor) => Promise<SharedView> = cache(readShared)

const PRIVATE: Metadata = { title: 'Shared images', description: null, robots: { index: false, follow: false }, referrer: 'no-referrer' }

/** A link with a password gives away neither title nor picture to whatever makes previews. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { token } = await params
  const door = await visit(token)
  if (door.state !== 'open') return PRIVATE
  const shared = await read(door.actor)
  if (shared.isProtected) return { ...PRIVATE, title: shared.title }
  const title = shared.title
  const description = `Shared by ${shared.teamName}`
  const images = shared.images.length > 0 ? await previewOf(token, title) : []
  return {
    ...PRIVATE,
    title,
    description,
    openGraph: { type: 'website', siteName: 'Maquette', title, description, images },
    twitter: { card: images.length > 0 ? 'summary_large_image' : 'summary', title, description, images },
  }
}

/** Previews need a whole address. Where none is configured that others could use, there is no picture. */
async function previewOf(token: string, alt: string) {
  const origin = await originForLinks().catch(() => null)
  return origin ? [{ url: `${origin}/s/${token}/og`, width: 1200, height: 630, alt }] : []
}

/** What a team shows to somebody without an account. It needs no sign-in and knows of none. */
export default async function SharePage({ params }: Props) {
  const { token } = await params
  const door = await visit(token)
  if (door.state === 'closed') notFound()
  if (door.state === 'locked') {
    return (
      <ShareFrame narrow>
        <h1 className="font-semibold text-2xl">This link has a password</h1>
        <p className="mt-1 mb-5 text-text-2">The person who sent the link knows it.</p>
        <PasswordForm token={token} action={openShareAction} />
      </ShareFrame>
    )
  }
  const shared = await read(door.actor)
  const engineLabels = Object.fromEntries(listEngines().map(({ capabilities }) => [capabilities.id, capabilities.label]))
  return (
    <ShareFrame note={`Shared by ${shared.teamName}`} until={shared.expiresAtMs === null ? undefined : `open until ${dayWords(shared.expiresAtMs)}`}>
      <Shared token={token} shared={shared} engineLabels={engineLabels} comment={commentAsGuestAction} />
      <CountView token={token} />
    </ShareFrame>
  )
}

const dayWords = (ms: number): string => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(ms)
