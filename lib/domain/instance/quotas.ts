import { z } from 'zod'
import { idSchema } from '../ids'

/** What the installation allows a team. Null is unlimited, 0 is blocked. Months are those of UTC. */
export type TeamQuotas = {
  imagesMonthMax: number | null
  moneyMonthMicroUsdMax: number | null
  storageBytesMax: number | null
  /** Queued and running together. */
  openGenerationsMax: number | null
}

export const NO_QUOTAS: TeamQuotas = { imagesMonthMax: null, moneyMonthMicroUsdMax: null, storageBytesMax: null, openGenerationsMax: null }

/** A terabyte of a thousand gigabytes, a hundred times; more is a slip of the hand. */
const STORAGE_BYTES_MAX = 1e14
const quota = (max: number) => z.number().int().min(0).max(max).nullable()

export const quotasSchema = z.strictObject({
  imagesMonthMax: quota(10_000_000),
  moneyMonthMicroUsdMax: quota(1e15),
  storageBytesMax: quota(STORAGE_BYTES_MAX),
  openGenerationsMax: quota(10_000),
}) satisfies z.ZodType<TeamQuotas>

/** Stands for every ComfyUI workflow that a team brought itself, which have ids of their own. */
export const OWN_WORKFLOWS = 'comfyui:own'

/** The engines that a team may use; null is every one. */
export const enginesSchema = z
  .array(idSchema.or(z.string().regex(/^[a-z-]+:[a-z0-9_-]+$/)))
  .max(100)
  .nullable()

/** Whether a list of engines holds this one. */
export const allowsEngine = (engines: readonly string[] | null, engineId: string): boolean =>
  engines === null || engines.includes(engineId) || (engineId.startsWith('comfyui:wfl_') && engines.includes(OWN_WORKFLOWS))

/** What a person types: empty is unlimited, otherwise a number of 0 and more. */
const typed = (max: number, decimals: boolean, unit: number) =>
  z
    .string()
    .trim()
    .transform((text, context) => {
      if (text === '') return null
      const number = Number(text.replaceAll(',', ''))
      const isNumber = (decimals ? /^\d[\d,]*(\.\d+)?$/ : /^\d[\d,]*$/).test(text) && Number.isFinite(number)
      if (isNumber && number <= max) return Math.round(number * unit)
      context.addIssue({ code: 'custom', message: isNumber ? `Use at most ${max.toLocaleString('en')}.` : 'Type a number, 0 to block, or leave it empty.' })
      return z.NEVER
    })

const GIGABYTE = 1e9

/** The form of the quotas: images and generations as they are, money in dollars, storage in gigabytes of 1,000,000,000 bytes. */
export const quotasFormSchema = z
  .object({
    images: typed(10_000_000, false, 1),
    dollars: typed(1_000_000_000, true, 1e6),
    gigabytes: typed(100_000, true, GIGABYTE),
    open: typed(10_000, false, 1),
  })
  .transform(
    ({ images, dollars, gigabytes, open }): TeamQuotas => ({
      imagesMonthMax: images,
      moneyMonthMicroUsdMax: dollars,
      storageBytesMax: gigabytes,
      openGenerationsMax: open,
    }),
  )

/** The same quotas as they stand in the form. */
export const quotasFormOf = (quotas: TeamQuotas): { images: string; dollars: string; gigabytes: string; open: string } => ({
  images: plain(quotas.imagesMonthMax, 1),
  dollars: plain(quotas.moneyMonthMicroUsdMax, 1e6),
  gigabytes: plain(quotas.storageBytesMax, GIGABYTE),
  open: plain(quotas.openGenerationsMax, 1),
})

const plain = (value: number | null, unit: number): string => (value === null ? '' : String(value / unit))

/** Why a file cannot be added. */
export const storageFullWords = (storedBytes: number, maxBytes: number): string =>
  maxBytes === 0
    ? 'This team may keep no files. Ask whoever runs this Maquette.'
    : `The team's storage is full: ${storageWords(storedBytes)} of ${storageWords(maxBytes)}. Empty the trash, or ask whoever runs this Maquette for more.`

const UNITS = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const

/** `1.2 GB`, `850 kB`, `12 bytes`. */
export function storageWords(bytes: number): string {
  const [size, unit] = UNITS.find(([least]) => bytes >= least) ?? []
  if (!size) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  const amount = bytes / size
  return `${amount >= 100 ? Math.round(amount) : Number(amount.toFixed(1))} ${unit}`
}
