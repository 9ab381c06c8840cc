import type { GenerationView } from './generation-view'

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(n: number): string {
  const tens = n % 100
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}

/** What a queued generation waits for. @param place 1 for the one that begins next; null where it is not known. */
export const queueWords = (place: number | null): string => (place === null ? 'Waiting for its turn' : `${ordinal(place)} in the queue`)

/** What a generation that has not ended is doing. */
export const stepWords = ({ status, progress, queuePlace }: Pick<GenerationView, 'status' | 'progress' | 'queuePlace'>): string =>
  status === 'queued' ? queueWords(queuePlace) : (progress?.step ?? 'Preparing')
