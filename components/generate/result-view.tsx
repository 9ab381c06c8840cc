'use client'
import { ImagePlus, Trash2, Undo2 } from 'lucide-react'
import { CompareButton } from '@/components/compare/compare-button'
import { clockWords } from '@/components/history/day-groups'
import { ThumbImage } from '@/components/history/thumb-image'
import { ShareButton } from '@/components/share/share-button'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { engineName } from '@/lib/domain/engine-name'
import { FIDELITY_EXPLAINED, fidelityWords } from '@/lib/domain/fidelity'
import type { GenerationView } from '@/lib/domain/generation-view'
import { fileUrl } from './api'
import { ChangeObject, knowsObjects } from './change-object/change-object'
import { priceOf } from './cost-words'
import { DownloadButton } from './download-button'
import { durationWords } from './estimate'
import { BackButton } from './explore/back-button'
import { loadRun, useGenerate } from './generate-provider'
import { show } from './panel-state'
import { PictureColumn } from './picture-column'
import { useAsReference, useDelete, useReuse } from './use-run-actions'

/** The finished image in the place of the 3D view, with what can be done with it below. */
export function ResultView({ run, index }: { run: GenerationView; index: number }) {
  const { store, actions, engines, mayGenerate, share } = useGenerate()
  const reuse = useReuse(run.id)
  const asReference = useAsReference()
  const remove = useDelete(run.id)
  const output = run.outputs[Math.min(index, run.outputs.length - 1)]
  if (!output) return null
  const capabilities = engines.find((option) => option.capabilities.id === run.engine)?.capabilities
  const engine = capabilities?.label ?? engineName(run.engine, {})
  const took = run.startedAtMs !== null && run.finishedAtMs !== null ? durationWords(run.finishedAtMs - run.startedAtMs) : null
  const words = run.prompt.trim() || 'Without a prompt'
  const title = run.settings.edit ? `${run.settings.edit.objectName}: ${words}` : words
  return (
    <PictureColumn
      width={output.width}
      height={output.height}
      caption={
        <div className="flex items-baseline justify-between gap-4 text-sm">
          <p className="flex min-w-0 items-baseline gap-2.5 text-text-3">
            <b className="truncate font-medium text-text" title={title}>
              {title}
            </b>
            {run.exploration?.label ? <span className="min-w-0 truncate text-text-2">{run.exploration.label}</span> : null}
            <span className="shrink-0 @max-[600px]:hidden">
              {engine}, {run.settings.quality}
            </span>
            <span className="shrink-0 font-mono">
              {output.width} × {output.height}
            </span>
            {output.fidelity === null ? null : (
              <span className="shrink-0 tabular-nums @max-[600px]:hidden" title={FIDELITY_EXPLAINED}>
                Fidelity {fidelityWords(output.fidelity)}
              </span>
            )}
            {capabilities?.free === false ? <span className="shrink-0 tabular-nums @max-[600px]:hidden">{priceOf(run, false)}</span> : null}
            {took ? <span className="shrink-0 tabular-nums @max-[600px]:hidden">{took}</span> : null}
          </p>
          <p className="max-w-64 shrink-0 truncate text-text-2 @max-[600px]:hidden">
            Made by {run.authorName ?? 'a former member'}, {clockWords(run.createdAtMs)}
          </p>
        </div>
      }
      picture={
        <img
          key={output.id}
          src={fileUrl(output.assetId)}
          alt={run.prompt.trim() ? `Result: ${run.prompt.trim()}` : 'Result'}
          width={output.width}
          height={output.height}
          className="absolute inset-0 size-full object-cover"
          style={{ backgroundImage: `url(${fileUrl(output.thumbnailAssetId)})`, backgroundSize: 'cover' }}
        />
      }
      strip={
        run.outputs.length > 1 ? (
          <ul aria-label="Images" className="mt-3 flex justify-center gap-2.5">
            {run.outputs.map((each) => (
              <li key={each.id}>
                <button
                  type="button"
                  aria-current={each === output}
                  aria-label={`Image ${each.index + 1}`}
                  onClick={() => show(store, { generationId: run.id, index: each.index })}
                  className={cx(
                    'block overflow-hidden rounded-sm',
                    each === output ? 'outline-2 outline-text outline-offset-2' : 'opacity-80 hover:opacity-100',
                  )}
                >
                  <ThumbImage output={each} alt="" className="h-14 w-auto" eager />
                </button>
              </li>
            ))}
          </ul>
        ) : null
      }
      actions={
        <>
          <DownloadButton output={output} run={run} />
          <BackButton run={run} />
          <Button title="Reuse settings" icon={<Icon icon={Undo2} />} onClick={() => void reuse()}>
            <WideOnly>Reuse settings</WideOnly>
          </Button>
          {mayGenerate && knowsObjects(run) ? (
            <ChangeObject
              run={run}
              output={output}
              engines={engines}
              change={actions.change}
              onQueued={async (generationId) => {
                await loadRun(store, generationId)
                show(store, { generationId, index: 0 })
              }}
            >
              <NarrowHidden>Change one object</NarrowHidden>
            </ChangeObject>
          ) : null}
          <CompareButton run={run} output={output}>
            <WideOnly>Compare</WideOnly>
          </CompareButton>
          {share ? (
            <ShareButton
              teamId={run.teamId}
              target={{ kind: 'output', outputIds: [output.id] }}
              suggestedTitle={run.sceneName || 'Shared image'}
              create={share}
            >
              <NarrowHidden>Share</NarrowHidden>
            </ShareButton>
          ) : null}
          <Button title="Use as reference" variant="quiet" icon={<Icon icon={ImagePlus} />} onClick={() => asReference(output.assetId)}>
            <WideOnly>Use as reference</WideOnly>
          </Button>
          <span className="flex-1" />
          {mayGenerate ? <IconButton label="Delete" icon={<Icon icon={Trash2} />} onClick={() => void remove()} /> : null}
        </>
      }
    />
  )
}

/** Words of a button that leave when the column is too narrow for them, the less needed ones first; its icon, its name and its title stay. */
const NarrowHidden = ({ children }: { children: string }) => <span className="@max-[690px]:sr-only">{children}</span>
const WideOnly = ({ children }: { children: string }) => <span className="@max-[1000px]:sr-only">{children}</span>
