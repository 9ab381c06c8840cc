import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import {
  cancelGenerationAction,
  changeObjectAction,
  deleteGenerationAction,
  replayGenerationAction,
  restoreGenerationAction,
  tryAgainAction,
} from '@/app/_server/generation-actions'
import {
  describeOutputAction,
  rateOutputAction,
  restoreOutputsAction,
  setFavouriteAction,
  setTagsAction,
  trashOutputsAction,
} from '@/app/_server/output-actions'
import { publicationStateAction, publishOutputAction, unpublishAction } from '@/app/_server/publish-actions'
import { createShareLinkAction } from '@/app/_server/share-actions'
import { restoreKeptSceneAction } from '@/app/scenes/actions'
import { ChangeObjectHere } from '@/components/history/detail/change-object-here'
import { FollowRun } from '@/components/history/detail/follow-run'
import { ImageDetail } from '@/components/history/detail/image-detail'
import { LineageList } from '@/components/history/detail/lineage-list'
import { ReplayList } from '@/components/history/detail/replay-list'
import { RunAtWork, RunAtWorkActions } from '@/components/history/detail/run-at-work'
import { SceneSinceNote } from '@/components/history/detail/scene-since'
import { StepLinks } from '@/components/history/detail/step-links'
import { FidelityList } from '@/components/history/fidelity-list'
import { GenerationFacts } from '@/components/history/generation-facts'
import { NoImage, SiblingImages } from '@/components/history/generation-figure'
import { GenerationToolbar, WideOnly } from '@/components/history/generation-toolbar'
import { ShareButton } from '@/components/share/share-button'
import { listPeople, readDiscussion } from '@/lib/data/comments/queries'
import { isGalleryOpen } from '@/lib/data/community/queries'
import { listEnginesOf } from '@/lib/data/engines/queries'
import { getGeneration } from '@/lib/data/generations/queries'
import { readReplays } from '@/lib/data/generations/replay'
import { readLineage, readNeighbours, readSceneSince } from '@/lib/data/lineage/queries'
import { teamOf } from '@/lib/data/teams/queries'
import { engineName } from '@/lib/domain/engine-name'
import { AppError } from '@/lib/domain/errors'
import type { GenerationDetail } from '@/lib/domain/generation-view'
import { offerReplay } from '@/lib/domain/offer-replay'
import { can, roleShown } from '@/lib/domain/roles'
import {
  addCommentAction,
  deleteCommentAction,
  editCommentAction,
  resolveThreadAction,
  restoreCommentAction,
  restoreSceneOfAction,
  reviewOutputAction,
} from './actions'

export const metadata: Metadata = { title: 'Image' }

const PUBLISH_ACTIONS = { publish: publishOutputAction, unpublish: unpublishAction, state: publicationStateAction }
const DISCUSSION_ACTIONS = {
  add: addCommentAction,
  edit: editCommentAction,
  remove: deleteCommentAction,
  restore: restoreCommentAction,
  resolve: resolveThreadAction,
  review: reviewOutputAction,
}
const OUTPUT_ACTIONS = {
  setFavourite: setFavouriteAction,
  rate: rateOutputAction,
  setTags: setTagsAction,
  describe: describeOutputAction,
  trash: trashOutputsAction,
  restore: restoreOutputsAction,
}
const TOOLBAR_ACTIONS = {
  tryAgain: tryAgainAction,
  remove: deleteGenerationAction,
  restore: restoreGenerationAction,
  restoreSceneOf: restoreSceneOfAction,
  restoreKept: restoreKeptSceneAction,
}

/** One generation: the chosen image large, what people say about it, everything that went into it, and what came of it. */
export default async function GenerationPage({ params, searchParams }: PageProps<'/history/[generationId]'>) {
  const actor = await requireUser()
  const [{ generationId }, { image }] = await Promise.all([params, searchParams])
  const run = await readOrNotFound(() => getGeneration(actor, generationId))
  const wanted = Number(image ?? 1) - 1
  const output = run.outputs.find(({ index }) => index === wanted) ?? run.outputs[0]
  const [team, replays, neighbours, lineage, since, discussion, people] = await Promise.all([
    teamOf(actor, run.teamId),
    readReplays(actor, run.id, output?.index ?? 0),
    readNeighbours(actor, run.id),
    readLineage(actor, run.id),
    readSceneSince(actor, run.id),
    output ? readDiscussion(actor, output.id) : null,
    listPeople(actor, run.teamId),
  ])
  const engines = await listEnginesOf(actor, run.teamId)
  const option = engines.find(({ capabilities }) => capabilities.id === run.engine)
  const engineLabel = option?.capabilities.label ?? engineName(run.engine, {})
  const role = roleShown(team)
  const mayGenerate = can(role, 'generation.create')
  const mayPublish = can(role, 'output.publish') && (await isGalleryOpen(actor))
  const toolbar = (
    <GenerationToolbar
      run={run}
      output={output}
      may={{ generate: mayGenerate, editScenes: can(role, 'scene.update'), remove: can(role, 'generation.delete') }}
      actions={TOOLBAR_ACTIONS}
      replay={{ action: replayGenerationAction, offer: offerReplay(run, option) }}
      publish={
        output && mayPublish
          ? {
              outputId: output.id,
              suggestedTitle: output.title ?? run.prompt.trim(),
              hasScene: run.settings.canvas && run.sceneHash !== null,
              actions: PUBLISH_ACTIONS,
            }
          : null
      }
      share={
        output && can(role, 'share.create') ? (
          <ShareButton
            teamId={team.id}
            target={{ kind: 'output', outputIds: [output.id] }}
            suggestedTitle={output.title ?? (run.sceneName || 'Shared image')}
            create={createShareLinkAction}
          >
            <WideOnly>Share</WideOnly>
          </ShareButton>
        ) : null
      }
    >
      {run.finishedAtMs === null ? <RunAtWorkActions run={run} mayCancel={can(role, 'generation.cancel')} cancel={cancelGenerationAction} /> : null}
      {output && mayGenerate ? <ChangeObjectHere run={run} output={output} engines={engines} change={changeObjectAction} /> : null}
    </GenerationToolbar>
  )
  const facts = (
    <GenerationFacts
      run={run}
      engineLabel={engineLabel}
      free={option?.capabilities.free ?? false}
      seed={output?.seed ?? null}
      showPrompt={output !== undefined && output.title !== null}
    >
      {output ? <FidelityList output={output} /> : null}
      <LineageList lineage={lineage} changed={run.settings.edit?.objectName ?? null} />
    </GenerationFacts>
  )
  const replayList = <ReplayList replays={replays} output={output} />
  return (
    <AppShell current="history">
      <div className="-mt-1 mb-3 flex phone:-mt-3 phone:mb-1 items-center gap-2">
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2 text-md text-text-2">
          <Link href={'/history' as Route} className="rounded-sm py-1 hover:text-text phone:py-3">
            History
          </Link>
          <span aria-hidden="true">/</span>
          <span className="truncate">{run.sceneName ?? 'A deleted scene'}</span>
        </nav>
        <StepLinks
          generationId={run.id}
          position={output ? run.outputs.indexOf(output) : 0}
          indexes={run.outputs.map(({ index }) => index)}
          neighbours={neighbours}
        />
      </div>
      {output && discussion ? (
        <ImageDetail
          key={output.id}
          run={run}
          output={output}
          discussion={discussion}
          people={people}
          role={role}
          nowMs={Date.now()}
          actions={{ discussion: DISCUSSION_ACTIONS, outputs: OUTPUT_ACTIONS }}
          siblings={<SiblingImages run={run} output={output} />}
          toolbar={toolbar}
          sceneSince={
            <SceneSinceNote
              since={since}
              approved={output.review === 'approved'}
              rerunHref={mayGenerate && run.sceneId && !run.settings.edit ? (`/scenes/${run.sceneId}?rerun=${run.id}&from=${output.id}` as Route) : null}
            />
          }
          replays={replayList}
          facts={facts}
        />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)_336px] gap-8 max-[1100px]:grid-cols-1">
          <FollowRun run={run} />
          <div className="min-w-0">
            {run.finishedAtMs === null ? <RunAtWork run={run} /> : <NoImage run={run} />}
            {toolbar}
          </div>
          <aside aria-label="About this generation" className="min-w-0">
            <h1 className="whitespace-pre-wrap break-words font-semibold text-xl">{run.prompt.trim() || 'Without a prompt'}</h1>
            {replayList}
            {facts}
          </aside>
        </div>
      )}
    </AppShell>
  )
}

async function readOrNotFound(read: () => Promise<GenerationDetail>): Promise<GenerationDetail> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}
