import type { Metadata, Route } from 'next'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { createCollectionAction, deleteCollectionAction, renameCollectionAction, restoreCollectionAction } from '@/app/_server/collection-actions'
import { createShareLinkAction } from '@/app/_server/share-actions'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { listCollections } from '@/lib/data/collections/queries'
import { can, roleShown } from '@/lib/domain/roles'
import { CollectionCard } from './_components/collection-card'
import { NewCollectionButton } from './_components/new-collection-button'

export const metadata: Metadata = { title: 'Collections' }

/** The team's collections, last changed first. Each opens as History that shows it alone. */
export default async function CollectionsPage() {
  const actor = await requireUser()
  const team = await currentTeam(actor)
  const collections = await listCollections(actor, team.id)
  const mayChange = can(roleShown(team), 'output.curate')
  const actions = mayChange ? { rename: renameCollectionAction, remove: deleteCollectionAction, restore: restoreCollectionAction } : null
  const share = can(roleShown(team), 'share.create') ? { teamId: team.id, create: createShareLinkAction } : null
  return (
    <AppShell current="collections">
      <PageHead title="Collections" count={collections.length > 0 ? collections.length : undefined}>
        {mayChange ? <NewCollectionButton teamId={team.id} create={createCollectionAction} /> : null}
      </PageHead>
      {collections.length === 0 ? (
        <EmptyState
          picture={<img src="/landing/golden.webp" alt="A still life rendered at golden hour" width={640} height={360} />}
          title="No collections yet"
          action={<LinkButton href={'/history' as Route}>Open History</LinkButton>}
        >
          A collection keeps images together: a campaign, a choice for a client. Select images in History and add them to one.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-4 gap-x-4 gap-y-6 phone:grid-cols-1 max-[1100px]:grid-cols-3 max-[900px]:grid-cols-2">
          {collections.map((collection) => (
            <CollectionCard key={collection.id} collection={collection} actions={actions} share={share} />
          ))}
        </ul>
      )}
    </AppShell>
  )
}
