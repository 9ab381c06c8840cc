import { COLORS } from '../../domain/look/vocabulary/colors'
import { type Lab, toOklab } from '../oklab'
import { srgbToLinear } from '../tone-map'

/** Names that everybody knows, of the many that a prompt may use. */
const NAMES = [
  ...['white', 'cream', 'beige', 'tan', 'taupe', 'brown', 'chocolate', 'rust', 'ochre', 'black', 'charcoal', 'grey', 'red', 'burgundy'],
  ...['coral', 'peach', 'orange', 'yellow', 'mustard', 'green', 'forest green', 'olive', 'sage', 'mint', 'lime', 'emerald', 'teal', 'turquoise'],
  ...['blue', 'sky blue', 'navy', 'slate blue', 'purple', 'violet', 'lavender', 'plum', 'magenta', 'pink', 'blush', 'rose'],
]

const labOf = (hex: string): Lab => toOklab([srgbToLinear(channel(hex, 1)), srgbToLinear(channel(hex, 3)), srgbToLinear(channel(hex, 5))])
const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255

/** How different two colours look: their distance in Oklab, where 0.02 is about the least that anybody sees. */
export function colorDistance(a: string, b: string): number {
  const [p, q] = [labOf(a), labOf(b)]
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}

const KNOWN: readonly { name: string; lab: Lab }[] = [
  ...NAMES.flatMap((name) => (COLORS[name] ? [{ name, lab: labOf(COLORS[name]) }] : [])),
  { name: 'light grey', lab: labOf('#bfc1c4') },
]

/** The nearest everyday name of a colour, `#rrggbb`. */
export function colorWords(hex: string): string {
  const lab = labOf(hex)
  const far = (other: Lab): number => Math.hypot(lab[0] - other[0], lab[1] - other[1], lab[2] - other[2])
  return KNOWN.reduce((best, next) => (far(next.lab) < far(best.lab) ? next : best)).name
}

/** `red to blue`, or the exact values where both have the same name; null where they are the same. */
export function colorChange(before: string, after: string): string | null {
  if (before === after) return null
  const [was, is] = [colorWords(before), colorWords(after)]
  return was === is ? `${before} to ${after}` : `${was} to ${is}`
}
