import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { currentTeam, requireUser } from '@/app/_server/actor'
import {
  cancelGenerationAction,
  deleteGenerationAction,
  requestGenerationAction,
  restoreGenerationAction,
  tryAgainAction,
} from '@/app/_server/generation-actions'
import { Editor } from '@/components/editor/editor'
import { GenerateProvider } from '@/components/generate/generate-provider'
import { ImagePanel } from '@/components/generate/image-panel'
import { StageOverlay } from '@/components/generate/stage-overlay'
import { SceneHistory } from '@/components/history/scene-history'
import { listEngines } from '@/lib/data/engines/queries'
import { listHistory, readTimings } from '@/lib/data/generations/queries'
import { getScene } from '@/lib/data/scenes/queries'
import { AppError } from '@/lib/domain/errors'
import { can } from '@/lib/domain/roles'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { renameSceneAction, saveCopyAction } from '../actions'

type Props = { params: Promise<{ sceneId: string }> }

export const metadata: Metadata = { title: 'Editor' }

/** The editor of one scene. */
export default async function ScenePage({ params }: Props) {
  const actor = await requireUser()
  const { sceneId } = await params
  const scene = await getScene(actor, sceneId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const [team, history, timings] = await Promise.all([
    currentTeam(actor),
    listHistory(actor, { teamId: scene.teamId, sceneId: scene.id, limit: 24 }),
    readTimings(actor, scene.teamId),
  ])
  return (
    <GenerateProvider
      key={scene.id}
      sceneId={scene.id}
      actions={generationActions}
      engines={listEngines()}
      timings={timings}
      mayGenerate={can(team.role, 'generation.create')}
      history={history}
      suggestedPrompt={suggestedPrompt(scene.name)}
    >
      <Editor
        scene={{ ...scene, hasThumbnail: scene.thumbnailAssetId !== null }}
        teamName={team.name}
        actions={{ rename: renameSceneAction, saveCopy: saveCopyAction }}
        imagePanel={<ImagePanel />}
        historyPanel={<SceneHistory />}
        overlay={<StageOverlay />}
      />
    </GenerateProvider>
  )
}

const generationActions = {
  request: requestGenerationAction,
  cancel: cancelGenerationAction,
  tryAgain: tryAgainAction,
  remove: deleteGenerationAction,
  restore: restoreGenerationAction,
}

/** A scene that still has the name of its sample gets the prompt that was written for it. */
const suggestedPrompt = (name: string): string | undefined => Object.values(SAMPLE_SCENES).find((sample) => sample.name === name)?.prompt
