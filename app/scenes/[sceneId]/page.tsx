import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requireUser } from '@/app/_server/actor'
import { cancelExplorationAction, requestExplorationAction } from '@/app/_server/exploration-actions'
import {
  cancelGenerationAction,
  changeObjectAction,
  deleteGenerationAction,
  requestGenerationAction,
  restoreGenerationAction,
  tryAgainAction,
} from '@/app/_server/generation-actions'
import { createPromptAction, deletePromptAction, restorePromptAction, updatePromptAction } from '@/app/_server/prompt-actions'
import { setThemeAction } from '@/app/_server/session-actions'
import { createShareLinkAction } from '@/app/_server/share-actions'
import { readTheme } from '@/app/_server/theme'
import { Editor } from '@/components/editor/editor'
import { GenerateProvider } from '@/components/generate/generate-provider'
import { ImagePanel } from '@/components/generate/image-panel'
import { StageOverlay } from '@/components/generate/stage-overlay'
import { KeptScenes } from '@/components/history/kept-scenes'
import { SceneHistory } from '@/components/history/scene-history'
import { languageModelOf } from '@/lib/data/engines/language-model'
import { listEnginesOf } from '@/lib/data/engines/queries'
import { readTimings } from '@/lib/data/generations/queries'
import { listHistory } from '@/lib/data/history/queries'
import { getScene } from '@/lib/data/scenes/queries'
import { listKept } from '@/lib/data/scenes/restore-state'
import { teamOf } from '@/lib/data/teams/queries'
import { AppError } from '@/lib/domain/errors'
import { can, roleShown } from '@/lib/domain/roles'
import { suggestedPrompt } from '@/lib/scene/samples'
import { renameSceneAction, restoreKeptSceneAction, saveCopyAction } from '../actions'
import { ThemeButton } from './_components/theme-button'

const LIBRARY = { create: createPromptAction, update: updatePromptAction, remove: deletePromptAction, restore: restorePromptAction }

const readScene = cache(async (sceneId: string) =>
  getScene(await requireUser(), sceneId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }),
)

export async function generateMetadata({ params }: PageProps<'/scenes/[sceneId]'>): Promise<Metadata> {
  const { sceneId } = await params
  return { title: (await readScene(sceneId)).name }
}

/** The editor of one scene. */
export default async function ScenePage({ params }: PageProps<'/scenes/[sceneId]'>) {
  const actor = await requireUser()
  const { sceneId } = await params
  const scene = await readScene(sceneId)
  const [team, history, timings, theme, kept, engines, languageModel] = await Promise.all([
    teamOf(actor, scene.teamId),
    listHistory(actor, { teamId: scene.teamId, sceneId: scene.id }),
    readTimings(actor, scene.teamId),
    readTheme(),
    listKept(actor, scene.id),
    listEnginesOf(actor, scene.teamId),
    languageModelOf(actor, scene.teamId),
  ])
  const role = roleShown(team)
  const mayGenerate = can(role, 'generation.create')
  const canImprove = languageModel !== null && mayGenerate
  return (
    <GenerateProvider
      key={scene.id}
      sceneId={scene.id}
      actions={{
        request: requestGenerationAction,
        change: changeObjectAction,
        explore: requestExplorationAction,
        cancelExploration: cancelExplorationAction,
        cancel: cancelGenerationAction,
        tryAgain: tryAgainAction,
        remove: deleteGenerationAction,
        restore: restoreGenerationAction,
      }}
      engines={engines}
      timings={timings}
      mayGenerate={mayGenerate}
      isSuspended={team.isSuspended}
      maySetUpEngines={can(team.role, 'team.update')}
      share={can(role, 'share.create') ? createShareLinkAction : null}
      history={history}
      suggestedPrompt={suggestedPrompt(scene.document)}
    >
      <Editor
        scene={{
          id: scene.id,
          teamId: scene.teamId,
          name: scene.name,
          revision: scene.revision,
          document: scene.document,
          canEdit: scene.canEdit,
          hasThumbnail: scene.thumbnailAssetId !== null,
        }}
        userId={actor.userId}
        teamName={team.name}
        isSuspended={team.isSuspended}
        actions={{ rename: renameSceneAction, saveCopy: saveCopyAction }}
        themeButton={<ThemeButton theme={theme} setTheme={setThemeAction} />}
        imagePanel={<ImagePanel promptHelp={{ library: can(role, 'prompt.write') ? LIBRARY : null, canImprove }} />}
        historyPanel={
          <>
            <SceneHistory />
            <KeptScenes kept={kept} mayRestore={scene.canEdit} restore={restoreKeptSceneAction} />
          </>
        }
        overlay={<StageOverlay />}
      />
    </GenerateProvider>
  )
}
