import type { EdgePoints } from './edge-points'
import type { ExactPasses } from './exact-passes'
import type { LabPlanes } from './lab'

/** How far from the outline colour is read, in pixels of the working size: beyond the blur of the edge, and once more as far. */
const NEAR = 4
const BEYOND = 8
/** Differences of colour that are too small to say anything, in L*a*b* units. */
const UNSEEN = 1.5
/** What things in faithful pictures reach, because light changes across them too; it counts as all. */
const REACHED = 0.5

/**
 * Whether an object is a region of its own: 0 to 1, or null for one too thin to tell. At each place of its outline, the colour across
 * the outline has to differ more than colour changes on either side of it. Where an object is gone, its surroundings go on
 * and both differences are alike.
 */
export function regionOf(lab: LabPlanes, { ids, width, height }: ExactPasses, points: EdgePoints): number | null {
  const idAt = (place: number): number => (place < 0 ? -1 : (ids[place] ?? 0))
  let total = 0
  let count = 0
  for (let k = 0; k < points.x.length; k++) {
    if (points.isOutline[k] === 0) continue
    const angle = points.across[k] ?? 0
    const place = (distance: number): number => {
      const x = Math.round((points.x[k] ?? 0) + Math.cos(angle) * distance)
      const y = Math.round((points.y[k] ?? 0) + Math.sin(angle) * distance)
      return x < 0 || y < 0 || x >= width || y >= height ? -1 : y * width + x
    }
    // The direction has no sign: the object's own side is found by its number.
    const side = idAt(place(-NEAR)) === points.id ? 1 : -1
    const [inside, outside] = [place(-NEAR * side), place(NEAR * side)]
    if (outside < 0 || idAt(inside) !== points.id || idAt(outside) === points.id) continue
    const [further, away] = [place(-BEYOND * side), place(BEYOND * side)]
    const changes: number[] = []
    if (idAt(further) === points.id) changes.push(difference(lab, inside, further))
    if (away >= 0 && idAt(away) === idAt(outside)) changes.push(difference(lab, outside, away))
    const across = difference(lab, inside, outside)
    const along = changes.length === 0 ? 0 : changes.reduce((sum, change) => sum + change, 0) / changes.length
    total += (across - along) / (across + along + UNSEEN)
    count++
  }
  return count === 0 ? null : Math.min(1, Math.max(0, total / count / REACHED))
}

const difference = (lab: LabPlanes, p: number, q: number): number =>
  Math.hypot((lab[0][p] ?? 0) - (lab[0][q] ?? 0), (lab[1][p] ?? 0) - (lab[1][q] ?? 0), (lab[2][p] ?? 0) - (lab[2][q] ?? 0))
