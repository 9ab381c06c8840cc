import type { Metadata, Route } from 'next'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { tryAgainAction } from '@/app/_server/generation-actions'
import { HistoryGrid } from '@/components/history/history-grid'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { listEngines } from '@/lib/data/engines/queries'
import { countHistory, listHistory } from '@/lib/data/history/queries'

export const metadata: Metadata = { title: 'History' }

/** Everything that the team has made, newest first. */
export default async function HistoryPage() {
  const actor = await requireUser()
  const team = await currentTeam(actor)
  const [first, images] = await Promise.all([listHistory(actor, { teamId: team.id }), countHistory(actor, team.id)])
  const engineLabels = Object.fromEntries(listEngines().map(({ capabilities }) => [capabilities.id, capabilities.label]))
  return (
    <AppShell current="history">
      <PageHead title="History" count={first.items.length > 0 ? images : undefined} />
      {first.items.length === 0 ? (
        <EmptyState
          picture={<img src="/landing/golden.webp" alt="A still life rendered at golden hour" width={640} height={360} />}
          title="No images yet"
          action={
            <LinkButton variant="primary" href={'/scenes' as Route}>
              Open a scene
            </LinkButton>
          }
        >
          Every image that the team makes lands here by itself. Open a scene and press Generate to make the first.
        </EmptyState>
      ) : (
        <HistoryGrid teamId={team.id} first={first} nowMs={Date.now()} engineLabels={engineLabels} tryAgain={tryAgainAction} />
      )}
    </AppShell>
  )
}
