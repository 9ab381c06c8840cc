import { z } from 'zod'

/** Longer than anybody waits for a picture of the canvas: a clock that jumped, or a laptop that slept in between. */
const AGO_MS_MAX = 10 * 60_000

const agoMs = z.number().int().min(0).max(AGO_MS_MAX)

/**
 * How long before a request was sent Generate was pressed, and its parts began. A part lasts until the next begins, the last
 * until the request; null where there was none. They are told as spans of time because a browser's clock may be anything.
 */
const pressTimesSchema = z
  .strictObject({ pressedAgoMs: agoMs, captureAgoMs: agoMs.nullable(), uploadAgoMs: agoMs.nullable() })
  .refine(({ pressedAgoMs, captureAgoMs, uploadAgoMs }) => pressedAgoMs >= (captureAgoMs ?? 0) && (captureAgoMs ?? 0) >= (uploadAgoMs ?? 0))
export type PressTimes = z.infer<typeof pressTimesSchema>

/** What a browser says of a press, or null for what cannot be: it decides nothing, so it is left aside and refused to nobody. */
export const readPressTimes = (value: unknown): PressTimes | null => pressTimesSchema.safeParse(value).data ?? null
