import { COMPARED_MAX } from '@/lib/domain/comparison'
import type { GenerationView } from '@/lib/domain/generation-view'
import { isOpen } from '../panel-state'

type Cell = Pick<GenerationView, 'status' | 'progress'> | null

/** What stands over a grid: how many there are and how far they have come. `fraction` is null while nothing is known of any. */
export function gridWords(cells: readonly Cell[]): { title: string; status: string; fraction: number | null } {
  const made = cells.filter((cell) => cell !== null)
  const counted = (status: GenerationView['status']): number => made.filter((cell) => cell.status === status).length
  const ready = counted('succeeded')
  const parts = [
    made.length > 0 && ready === made.length ? 'All ready' : `${ready} of ${made.length} ready`,
    ...(['failed', 'canceled'] as const).flatMap((status) => (counted(status) > 0 ? [`${counted(status)} ${status}`] : [])),
  ]
  const known = made.some((cell) => !isOpen(cell) || cell.progress?.fraction != null)
  const sum = made.reduce((total, cell) => total + (isOpen(cell) ? (cell.progress?.fraction ?? 0) : 1), 0)
  return { title: `${cells.length} images`, status: parts.join(', '), fraction: known ? sum / made.length : null }
}

/** What is chosen for a comparison after a press on an image: it joins at the end, as long as there is room, or leaves. */
export function chosenAfter(chosen: readonly string[], outputId: string): readonly string[] {
  if (chosen.includes(outputId)) return chosen.filter((id) => id !== outputId)
  return chosen.length < COMPARED_MAX ? [...chosen, outputId] : chosen
}
