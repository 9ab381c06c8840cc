import type { Metadata, Route } from 'next'
import type { ReactNode } from 'react'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { GalleryAccessPicker } from '@/components/community/gallery-access-picker'
import { ModerationCard } from '@/components/community/moderation-card'
import { UnbanButton } from '@/components/community/unban-button'
import { LinkButton } from '@/components/ui/link-button'
import { galleryAccess } from '@/lib/data/community/access'
import { listModeration } from '@/lib/data/community/moderation'
import { banAuthorAction, hidePublicationAction, keepPublicationAction, restorePublicationAction, setGalleryAccessAction } from './actions'

export const metadata: Metadata = { title: 'Gallery, administration' }

const ACTIONS = { hide: hidePublicationAction, restore: restorePublicationAction, keep: keepPublicationAction, ban: banAuthorAction }

/** For instance admins: who may look, what was reported, what is hidden, who is banned. To others it does not exist. */
export default async function GalleryModerationPage() {
  const actor = await requireAdmin()
  const [{ reported, hidden, banned }, access] = await orNotFound(Promise.all([listModeration(actor), galleryAccess()]))
  return (
    <div className="flex max-w-240 flex-col gap-10">
      <Part title="Who may look at the gallery">
        <GalleryAccessPicker value={access} setAccess={setGalleryAccessAction} />
        <LinkButton href={'/gallery' as Route} variant="quiet" className="mt-3 -ml-3">
          Open the gallery
        </LinkButton>
      </Part>
      <Part title="Reported" empty={reported.length === 0 ? 'Nothing waits for a decision.' : undefined}>
        <ul>
          {reported.map((image) => (
            <ModerationCard key={image.id} image={image} isHidden={false} actions={ACTIONS} />
          ))}
        </ul>
      </Part>
      <Part title="Hidden" empty={hidden.length === 0 ? 'Nothing is hidden.' : undefined}>
        <ul>
          {hidden.map((image) => (
            <ModerationCard key={image.id} image={image} isHidden actions={ACTIONS} />
          ))}
        </ul>
      </Part>
      <Part title="Banned" empty={banned.length === 0 ? 'Nobody is banned.' : undefined}>
        <ul>
          {banned.map(({ userId, name, email }) => (
            <li key={userId} className="flex items-center gap-4 border-line border-b py-3">
              <span className="min-w-0 flex-1 truncate">
                {name} <span className="text-text-3">{email}</span>
              </span>
              <UnbanButton userId={userId} ban={banAuthorAction} />
            </li>
          ))}
        </ul>
      </Part>
    </div>
  )
}

function Part({ title, empty, children }: { title: string; empty?: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-semibold text-xl">{title}</h2>
      {empty ? <p className="text-text-2">{empty}</p> : children}
    </section>
  )
}
