import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { Editor } from '@/components/editor/editor'
import { getScene } from '@/lib/data/scenes/queries'
import { AppError } from '@/lib/domain/errors'
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
  const team = await currentTeam(actor)
  return (
    <Editor
      key={scene.id}
      scene={{ ...scene, hasThumbnail: scene.thumbnailAssetId !== null }}
      teamName={team.name}
      actions={{ rename: renameSceneAction, saveCopy: saveCopyAction }}
      imagePanel={null}
      historyPanel={null}
      overlay={null}
    />
  )
}
