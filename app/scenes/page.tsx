import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import Form from 'next/form'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { countScenes, listScenes } from '@/lib/data/scenes/queries'
import { can, roleShown } from '@/lib/domain/roles'
import { ago } from './_components/ago'
import { NewSceneButton } from './_components/new-scene-button'
import { SceneCard } from './_components/scene-card'
import { StartFrom } from './_components/start-from'
import { createSceneAction, deleteSceneAction, duplicateSceneAction, renameSceneAction, restoreSceneAction } from './actions'

export const metadata: Metadata = { title: 'Scenes' }

const text = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** The team's scenes, last changed first, and ways to begin one. */
export default async function ScenesPage({ searchParams }: PageProps<'/scenes'>) {
  const actor = await requireUser()
  const team = await currentTeam(actor)
  const query = await searchParams
  const search = text(query.q)
  const cursor = text(query.cursor)
  const [page, total] = await Promise.all([listScenes(actor, { teamId: team.id, search, cursor }), countScenes(actor, team.id)])
  const mayCreate = can(roleShown(team), 'scene.create')
  const now = Date.now()
  const actions = { rename: renameSceneAction, duplicate: duplicateSceneAction, remove: deleteSceneAction, restore: restoreSceneAction }
  return (
    <AppShell current="scenes">
      <PageHead title="Scenes" count={total > 0 ? total : undefined}>
        <Form action="/scenes" role="search" className="w-58 phone:w-auto phone:min-w-0 phone:flex-1">
          <Input type="search" name="q" aria-label="Search scenes" placeholder="Search scenes" defaultValue={search} icon={<Icon icon={Search} />} />
        </Form>
        {mayCreate ? <NewSceneButton create={createSceneAction} /> : null}
      </PageHead>
      {mayCreate && !search && !cursor ? <StartFrom create={createSceneAction} /> : null}
      {total > 0 ? (
        <section aria-labelledby="team-scenes">
          <h2 id="team-scenes" className="mt-8 mb-3 font-semibold">
            {search ? `Scenes with “${search}” in their name` : 'Team scenes'}
          </h2>
          <ul className="grid grid-cols-4 gap-x-4 gap-y-6 phone:grid-cols-1 max-[1100px]:grid-cols-3 max-[900px]:grid-cols-2">
            {page.scenes.map((scene) => (
              <SceneCard
                key={scene.id}
                scene={{
                  id: scene.id,
                  name: scene.name,
                  thumbnailAssetId: scene.thumbnailAssetId,
                  generationCount: scene.generationCount,
                  note: `${scene.authorId === actor.userId ? 'You' : (scene.authorName ?? 'Somebody who left')}, ${ago(scene.updatedAt, now)}`,
                }}
                actions={mayCreate ? actions : null}
              />
            ))}
          </ul>
          {page.scenes.length === 0 ? (
            <div className="flex flex-col items-start gap-4">
              <p className="text-text-2">{search ? 'No scene has this in its name. Try another word.' : 'There are no more scenes.'}</p>
              <LinkButton href="/scenes">Show all scenes</LinkButton>
            </div>
          ) : null}
          {page.nextCursor ? (
            <div className="mt-8 flex justify-center">
              <LinkButton href={{ pathname: '/scenes', query: { ...(search ? { q: search } : {}), cursor: page.nextCursor } }}>Earlier scenes</LinkButton>
            </div>
          ) : null}
        </section>
      ) : (
        <p className="mt-8 text-text-2">No scenes yet. {mayCreate ? 'Begin with one above.' : 'A member of the team can make the first.'}</p>
      )}
    </AppShell>
  )
}
