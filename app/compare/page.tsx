import type { Metadata, Route } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { createShareLinkAction } from '@/app/_server/share-actions'
import { reviewOutputAction } from '@/app/history/[generationId]/actions'
import { Compare } from '@/components/compare/compare'
import { ShareComparison } from '@/components/share/share-comparison'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { getComparison } from '@/lib/data/comparisons/queries'
import { listEnginesOf } from '@/lib/data/engines/queries'
import { teamOf } from '@/lib/data/teams/queries'
import { COMPARED_MIN, type Comparison, comparePath, parseCompared, readView } from '@/lib/domain/comparison'
import { AppError } from '@/lib/domain/errors'
import { can, roleShown } from '@/lib/domain/roles'

export const metadata: Metadata = { title: 'Compare' }

type Query = Record<string, string | string[] | undefined>

const read = cache(async (text: string): Promise<Comparison | null> => {
  const actor = await requireUser()
  const refs = parseCompared(text)
  return refs ? getComparison(actor, refs) : null
})

/** Two to four images together. The address names them and how they are looked at. */
export default async function ComparePage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireUser()
  const query = await searchParams
  const text = typeof query.o === 'string' ? query.o : ''
  const comparison = await readOrNotFound(text)
  if (!comparison) return <ChooseFirst />
  if (comparison.inTrash.length > 0) return <InTrash comparison={comparison} />
  const actor = await requireUser()
  const [team, engines] = await Promise.all([teamOf(actor, comparison.teamId), listEnginesOf(actor, comparison.teamId)])
  const role = roleShown(team)
  const engineLabels = Object.fromEntries(engines.map(({ capabilities }) => [capabilities.id, capabilities.label]))
  const outputIds = comparison.sides.flatMap(({ outputId }) => outputId ?? [])
  // Links show finished images: a comparison with the canvas stays inside the team.
  const isShareable = outputIds.length === comparison.sides.length && can(role, 'share.create')
  return (
    <Compare
      key={text}
      comparison={comparison}
      first={readView(query, comparison.sides.length)}
      engineLabels={engineLabels}
      approve={can(role, 'output.review') ? reviewOutputAction : null}
      actions={
        isShareable ? (
          <ShareComparison
            teamId={comparison.teamId}
            outputIds={outputIds}
            suggestedTitle={comparison.sides[0]?.sceneName ?? 'Comparison'}
            create={createShareLinkAction}
          />
        ) : null
      }
    />
  )
}

async function readOrNotFound(text: string): Promise<Comparison | null> {
  try {
    return await read(text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}

function ChooseFirst() {
  return (
    <AppShell>
      <EmptyState
        title="Choose two to four images"
        action={
          <LinkButton variant="primary" href={'/history' as Route}>
            Open History
          </LinkButton>
        }
      >
        Select them in History and press Compare.
      </EmptyState>
    </AppShell>
  )
}

function InTrash({ comparison }: { comparison: Comparison }) {
  const { inTrash, sides } = comparison
  const all = inTrash.length + sides.length
  return (
    <AppShell>
      <EmptyState
        title={inTrash.length === 1 ? 'One of these images is in the trash' : `${inTrash.length} of these ${all} images are in the trash`}
        picture={sides[0] ? <img src={sides[0].thumbnailSrc} alt="" /> : undefined}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <LinkButton variant="primary" href={'/trash' as Route}>
              Open the trash
            </LinkButton>
            {sides.length >= COMPARED_MIN ? (
              <LinkButton href={comparePath(sides.map((side) => side.ref)) as Route}>Compare the other {sides.length}</LinkButton>
            ) : null}
          </div>
        }
      >
        Restore it there to see the comparison again.
      </EmptyState>
    </AppShell>
  )
}
