import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { restoreOutputsAction } from '@/app/_server/output-actions'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { timeAgo } from '@/components/ui/time-ago'
import { listTrash } from '@/lib/data/outputs/trash'
import { TRASH_DAYS } from '@/lib/domain/curation'
import { can, roleShown } from '@/lib/domain/roles'
import { TrashGrid } from './_components/trash-grid'

export const metadata: Metadata = { title: 'Trash' }

/** What the team deleted in the last days, what went last first. */
export default async function TrashPage({ searchParams }: PageProps<'/trash'>) {
  const actor = await requireUser()
  const team = await currentTeam(actor)
  const { cursor } = await searchParams
  const page = await listTrash(actor, { teamId: team.id, cursor: typeof cursor === 'string' ? cursor : null })
  const now = new Date()
  return (
    <AppShell current="history">
      <nav aria-label="Breadcrumb" className="-mt-1 mb-1 text-md text-text-2">
        <Link href={'/history' as Route} className="inline-block rounded-sm py-1 hover:text-text phone:py-3">
          History
        </Link>
      </nav>
      <PageHead title="Trash" />
      {page.items.length === 0 ? (
        <EmptyState title="The trash is empty" action={<LinkButton href={'/history' as Route}>Open History</LinkButton>}>
          Images that somebody deletes stay here for {TRASH_DAYS} days and can be restored until then.
        </EmptyState>
      ) : (
        <>
          <p className="mb-5 text-text-2">Images stay here for {TRASH_DAYS} days. Then they are removed for good.</p>
          <TrashGrid
            items={page.items.map((item) => ({
              ...item,
              deletedWords: `Deleted ${timeAgo(new Date(item.deletedAtMs), now)}${item.deletedByName ? ` by ${item.deletedByName}` : ''}`,
            }))}
            nowMs={now.getTime()}
            restore={can(roleShown(team), 'generation.delete') ? restoreOutputsAction : null}
          />
          {page.nextCursor ? (
            <div className="mt-8 flex justify-center">
              <LinkButton href={`/trash?cursor=${encodeURIComponent(page.nextCursor)}` as Route}>Deleted earlier</LinkButton>
            </div>
          ) : null}
        </>
      )}
    </AppShell>
  )
}
