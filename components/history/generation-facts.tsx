import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { fileUrl } from '@/components/generate/api'
import { priceOf } from '@/components/generate/cost-words'
import { durationWords } from '@/components/generate/estimate'
import { Chip } from '@/components/ui/chip'
import { editWords } from '@/lib/domain/edit-words'
import type { GenerationDetail } from '@/lib/domain/generation-view'
import { readingSchema } from '@/lib/domain/look/look'
import { LocalTime } from './local-time'
import { PassLinks } from './pass-links'

const ROLE_LABEL = { style: 'Style', material: 'Material', environment: 'Environment', concept: 'Concept' } as const

export type GenerationFactsProps = {
  run: GenerationDetail
  engineLabel: string
  /** Whether its engine costs nothing. */
  free: boolean
  seed: number | null
  /** The prompt, where something else stands as the title of the page. */
  showPrompt: boolean
  /** Where it comes from and what came of it. */
  children?: ReactNode
}

/** Everything that was frozen with a generation. */
export function GenerationFacts({ run, engineLabel, free, seed, showPrompt, children }: GenerationFactsProps) {
  const rendered = run.startedAtMs !== null && run.finishedAtMs !== null ? durationWords(run.finishedAtMs - run.startedAtMs) : null
  const waited = run.startedAtMs !== null && run.startedAtMs - run.createdAtMs >= 1000 ? durationWords(run.startedAtMs - run.createdAtMs) : null
  const { settings } = run
  return (
    <section aria-label="How it was made" className="min-w-0 pt-4 text-md">
      {showPrompt ? <p className="whitespace-pre-wrap break-words">{run.prompt.trim() || 'Without a prompt'}</p> : null}
      <Understood reading={run.reading} />
      <Inputs run={run} />
      <dl className="mt-5 grid grid-cols-[96px_1fr] gap-x-3 gap-y-2.5 border-line border-y py-4">
        <Fact name="Scene">
          {run.sceneId ? (
            <Link href={`/scenes/${run.sceneId}` as Route} className="underline decoration-line-2 underline-offset-2 hover:decoration-text">
              {run.sceneName}
            </Link>
          ) : (
            'Deleted'
          )}
        </Fact>
        {run.shotName ? <Fact name="Shot">{run.shotName}</Fact> : null}
        <Fact name="Made by">{run.authorName ?? 'A former member'}</Fact>
        <Fact name="Made">
          <LocalTime ms={run.createdAtMs} />
        </Fact>
        <Fact name="Engine">
          {engineLabel}
          {run.engineVersion ? <span className="text-text-3"> {run.engineVersion}</span> : null}
        </Fact>
        <Fact name="Quality">
          <span className="capitalize">{settings.quality}</span>
        </Fact>
        <Fact name="Ratio">
          <span className="font-mono">{settings.ratio}</span>
        </Fact>
        <Fact name="Pixels">
          <span className="font-mono">
            {run.width} × {run.height}
          </span>
        </Fact>
        <Fact name="Seed">{seed === null ? 'None' : <span className="font-mono">{seed}</span>}</Fact>
        <Fact name="Canvas">{settings.canvas ? 'Used' : 'Left out'}</Fact>
        {settings.negativePrompt ? <Fact name="Left out">{settings.negativePrompt}</Fact> : null}
        {settings.edit ? <Fact name="Changed">{editWords(settings.edit)}</Fact> : null}
        {run.exploration ? (
          <Fact name="Explored">
            {run.exploration.label || 'One of several'}{' '}
            {run.sceneId ? (
              <Link
                href={`/scenes/${run.sceneId}?grid=${run.exploration.id}` as Route}
                className="whitespace-nowrap underline decoration-line-2 underline-offset-2 hover:decoration-text"
              >
                Grid of {run.exploration.cells}
              </Link>
            ) : null}
          </Fact>
        ) : null}
        {waited ? <Fact name="Queued">{waited}</Fact> : null}
        {rendered ? <Fact name="Rendered">{rendered}</Fact> : null}
        <Fact name="Cost">{priceOf(run, free)}</Fact>
        {run.passes.length > 0 ? (
          <Fact name="Passes">
            <PassLinks run={run} />
          </Fact>
        ) : null}
        {run.sceneHash ? (
          <Fact name="Scene state">
            <span className="font-mono" title={run.sceneHash}>
              {run.sceneHash.slice(0, 12)}
            </span>
          </Fact>
        ) : null}
      </dl>
      {children}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

function Understood({ reading }: { reading: unknown }) {
  const parsed = readingSchema.safeParse(reading)
  if (!parsed.success) return null
  const { chips, ignored } = parsed.data
  if (chips.length + ignored.length === 0) return null
  return (
    <ul aria-label="How the prompt was understood" className="mt-3 flex flex-wrap gap-1">
      {chips.map((chip) => (
        <li key={`${chip.start}-${chip.label}`}>
          <Chip kind="understood">{chip.label}</Chip>
        </li>
      ))}
      {ignored.map((words) => (
        <li key={`${words.start}-${words.text}`} title={words.reason}>
          <Chip kind="ignored">{words.text}</Chip>
        </li>
      ))}
    </ul>
  )
}

function Inputs({ run }: { run: GenerationDetail }) {
  const inputs = [
    ...(run.snapshotAssetId ? [{ key: 'canvas', assetId: run.snapshotAssetId, words: run.settings.edit ? 'Before' : 'Canvas' }] : []),
    ...run.references.map((reference) => ({
      key: `slot-${reference.slot}`,
      assetId: reference.assetId,
      words: `${ROLE_LABEL[reference.role]} ${Math.round(reference.strength * 100)}%`,
    })),
  ]
  if (inputs.length === 0) return null
  return (
    <ul aria-label="Image references" className="mt-4 grid grid-cols-3 gap-2">
      {inputs.map((input) => (
        <li key={input.key} className="overflow-hidden rounded-md border border-line-2 bg-raised">
          <img src={fileUrl(input.assetId)} alt="" className="h-18 w-full object-cover" loading="lazy" />
          <span className="block truncate px-2 py-1.5 font-medium text-sm">{input.words}</span>
        </li>
      ))}
    </ul>
  )
}
