'use client'
import { useToast } from '@/components/ui/toast'
import { countWords } from '@/lib/domain/count-words'
import type { TagChange } from '@/lib/domain/curation'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import type { ImageEntry, TileEntry } from '../grid/entries'
import type { HistoryList } from '../grid/use-history'
import type { CollectionActions, OutputActions } from '../output-actions'

export const imagesWords = (count: number): string => (count === 1 ? '1 image' : `${countWords(count)} images`)

export type CurateActions = {
  outputs: OutputActions
  collections: CollectionActions
  removeRun: (generationId: string) => Promise<Result<null>>
  restoreRun: (generationId: string) => Promise<Result<null>>
}

export type Curate = {
  favourite: (entries: readonly ImageEntry[]) => Promise<void>
  tag: (entries: readonly ImageEntry[], change: { add: string[]; remove: string[] }) => Promise<boolean>
  trash: (entries: readonly TileEntry[]) => Promise<void>
  addTo: (collection: { id: string; name: string }, entries: readonly ImageEntry[]) => Promise<boolean>
  addToNew: (teamId: string, name: string, entries: readonly ImageEntry[]) => Promise<boolean>
  move: (from: string, to: { id: string; name: string }, entries: readonly ImageEntry[]) => Promise<boolean>
  takeOut: (from: string, entries: readonly ImageEntry[]) => Promise<void>
}

/** What can be done with pictures of the grid: shown at once, and taken back with a sentence when the server refuses. */
export function useCurate(list: HistoryList, actions: CurateActions, forget: (ids: ReadonlySet<string>) => void): Curate {
  const toast = useToast()

  /** @returns the value, or null after the reader was told why not. */
  async function ask<T>(work: Promise<Result<T>>): Promise<{ value: T } | null> {
    const result = await work.catch(() => null)
    if (result?.ok) return { value: result.value }
    toast({ tone: 'error', message: result ? result.error.message : UNREACHABLE })
    return null
  }

  /** Changes images here, asks the server, and puts the old ones back where it refuses. */
  async function optimistic(
    entries: readonly ImageEntry[],
    change: (output: OutputView) => OutputView | null,
    work: (ids: string[]) => Promise<Result<unknown>>,
  ): Promise<boolean> {
    const before = runsOf(list.runs, entries)
    const ids = entries.map(({ key }) => key)
    const answered = list.change(new Set(ids), change)
    const done = (await ask(work(ids))) !== null
    if (!done) list.putBack(before)
    answered(done)
    return done
  }

  return {
    async favourite(entries) {
      const on = entries.some(({ output }) => !output.favourite)
      await optimistic(
        entries,
        (output) => ({ ...output, favourite: on }),
        (ids) => actions.outputs.setFavourite(ids, on),
      )
    },

    tag: (entries, { add, remove }) =>
      optimistic(
        entries,
        (output) => ({ ...output, tags: [...new Set([...output.tags.filter((tag) => !remove.includes(tag)), ...add])] }),
        (ids) => actions.outputs.setTags(ids, { add, remove } satisfies TagChange),
      ),

    async trash(entries) {
      const images = entries.filter((entry): entry is ImageEntry => entry.output !== null)
      const without = entries.filter((entry) => entry.output === null)
      const before = runsOf(list.runs, entries)
      const ids = images.map(({ key }) => key)
      if (ids.length > 0) {
        if (!(await optimistic(images, () => null, actions.outputs.trash))) return
        forget(new Set(ids))
      }
      for (const { run } of without) {
        if (!(await ask(actions.removeRun(run.id)))) return
        list.drop(run.id)
      }
      const undo = async (): Promise<void> => {
        const back = ids.length === 0 ? true : await ask(actions.outputs.restore(ids))
        for (const { run } of without) await ask(actions.restoreRun(run.id))
        if (back) list.putBack(before)
      }
      const message = without.length > 0 && ids.length === 0 ? 'Deleted from History.' : `${imagesWords(ids.length)} moved to the trash.`
      toast({ message, action: { label: 'Undo', onPress: () => void undo() } })
    },

    async addTo(collection, entries) {
      const ids = entries.map(({ key }) => key)
      const done = await ask(actions.collections.addOutputs(collection.id, ids))
      if (done)
        toast({ message: done.value.added === 0 ? `Already in “${collection.name}”.` : `${imagesWords(done.value.added)} added to “${collection.name}”.` })
      return done !== null
    },

    async addToNew(teamId, name, entries) {
      const done = await ask(
        actions.collections.create(
          teamId,
          name,
          entries.map(({ key }) => key),
        ),
      )
      if (done) toast({ message: `“${name}” was made with ${imagesWords(entries.length)}.` })
      return done !== null
    },

    async move(from, to, entries) {
      const done = await optimistic(
        entries,
        () => null,
        (ids) => actions.collections.moveOutputs(from, to.id, ids),
      )
      if (done) {
        forget(new Set(entries.map(({ key }) => key)))
        toast({ message: `${imagesWords(entries.length)} moved to “${to.name}”.` })
      }
      return done
    },

    async takeOut(from, entries) {
      const before = runsOf(list.runs, entries)
      const ids = entries.map(({ key }) => key)
      const done = await optimistic(
        entries,
        () => null,
        (chosen) => actions.collections.removeOutputs(from, chosen),
      )
      if (!done) return
      forget(new Set(ids))
      const undo = async (): Promise<void> => {
        if (await ask(actions.collections.addOutputs(from, ids))) list.putBack(before)
      }
      toast({ message: `${imagesWords(ids.length)} taken out of the collection.`, action: { label: 'Undo', onPress: () => void undo() } })
    },
  }
}

/** The generations of some pictures as they are now. */
function runsOf(runs: readonly GenerationView[], entries: readonly TileEntry[]): GenerationView[] {
  const ids = new Set(entries.map(({ run }) => run.id))
  return runs.filter(({ id }) => ids.has(id))
}
