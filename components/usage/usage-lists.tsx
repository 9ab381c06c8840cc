import type { ReactNode } from 'react'
import { failureWords } from '@/lib/domain/failure-words'
import { storageWords } from '@/lib/domain/instance/quotas'
import type { UsagePrompt, UsageRow, UsageStorage } from '@/lib/domain/usage-view'
import { RowName } from './figure-table'
import { counted, numberWords, shareWords } from './usage-words'

function Card({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-panel p-4">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-semibold text-lg">{title}</h3>
        {note ? <span className="text-md text-text-2 tabular-nums">{note}</span> : null}
      </header>
      {children}
    </section>
  )
}

/** Why generations failed, and what helps. */
export function UsageFailures({ rows }: { rows: readonly (UsageRow & { href: string | null })[] }) {
  return (
    <Card title="Failures by reason" note={rows.length > 0 ? numberWords(rows.reduce((sum, { figures }) => sum + figures.failed, 0)) : undefined}>
      {rows.length === 0 ? (
        <p className="text-md text-text-2">Nothing failed in these days.</p>
      ) : (
        <ul className="flex flex-col text-md">
          {rows.map(({ value, href, figures }) => {
            const { title, advice } = failureWords(value)
            return (
              <li key={value} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-line border-b py-2 last:border-b-0">
                <RowName label={title} href={href} className="w-fit" />
                <span className="tabular-nums">{numberWords(figures.failed)}</span>
                <span className="text-sm text-text-3">{advice}</span>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}

/** The prompts with most approved images. */
export function UsagePrompts({ prompts, hrefOf }: { prompts: readonly UsagePrompt[]; hrefOf: (prompt: string) => string }) {
  return (
    <Card title="Prompts with most approved images">
      {prompts.length === 0 ? (
        <p className="text-md text-text-2">No image of these days is approved yet. Open an image in History and press Approve.</p>
      ) : (
        <ol className="flex flex-col text-md">
          {prompts.map(({ prompt, generations, images, approved }) => (
            <li key={prompt} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-line border-b py-2 last:border-b-0">
              <RowName label={prompt} href={hrefOf(prompt)} className="truncate" />
              <span className="tabular-nums">{counted(approved, 'image')}</span>
              <span className="text-sm text-text-3 tabular-nums">
                {shareWords(images === 0 ? 0 : Math.min(1, approved / images))} of {counted(images, 'image')} in {counted(generations, 'generation')}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

const KINDS: Record<string, string> = {
  output: 'Images',
  thumbnail: 'Thumbnails',
  snapshot: 'Snapshots of the canvas',
  reference: 'References',
  model: 'Models',
  model_source: 'Models as they were uploaded',
  pass: 'Passes',
}

/** What files take at this moment, whatever the range. */
export function UsageStorageList({ storage }: { storage: readonly UsageStorage[] }) {
  const all = storage.filter(({ files }) => files > 0)
  return (
    <Card title="Storage now" note={storageWords(all.reduce((sum, { bytes }) => sum + bytes, 0))}>
      {all.length === 0 ? (
        <p className="text-md text-text-2">No files yet.</p>
      ) : (
        <ul className="flex flex-col text-md">
          {all.map(({ kind, files, bytes }) => (
            <li key={kind} className="grid grid-cols-[minmax(0,1fr)_auto_5rem] gap-x-4 border-line border-b py-2 last:border-b-0">
              <span>{KINDS[kind] ?? kind}</span>
              <span className="text-text-3 tabular-nums">{counted(files, 'file')}</span>
              <span className="text-right tabular-nums">{storageWords(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
