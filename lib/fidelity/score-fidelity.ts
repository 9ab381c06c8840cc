import { blur } from './blur'
import type { GreyPicture } from './control-pictures'
import { depthAgreement } from './depth-agreement'
import { type EdgePoints, pointsByObject } from './edge-points'
import { agreementOf, findAt, supportOf } from './edge-support'
import type { ExactPasses } from './exact-passes'
import { findShift } from './find-shift'
import { heatMap } from './heat-map'
import { EDGE_SIGMA, findImageEdges } from './image-edges'
import { type LabPlanes, toLab } from './lab'
import { regionOf } from './region'
import { findSceneEdges } from './scene-edges'

/** Three bytes a pixel, sRGB, row 0 at the top. */
export type ColourPicture = { width: number; height: number; rgb: Uint8Array }

/** How far a thing moved, as shares of the picture's width and height, to the right and down. */
export type Move = { x: number; y: number }

export type ObjectFidelity = {
  /** The object's number in the passes. */
  id: number
  /** 0 to 100. */
  score: number
  /** How well its depth agrees, 0 to 100; null without an estimate, and where an estimate has nothing to say. */
  depth: number | null
  /** Where it was found instead, or null where it is in its place or nowhere near. */
  move: Move | null
}

export type Fidelity = {
  /** 0 to 100; null where the scene shows no edge at all, so that there is nothing to be faithful to. */
  score: number | null
  /** Objects with enough edges in sight to be judged, by number. */
  objects: ObjectFidelity[]
  /** Where the picture as a whole went, if all of it fits better there. */
  move: Move | null
  /** White where the picture disagrees, of the size that was measured. */
  heat: GreyPicture
}

/** Longer side in pixels at which pictures are measured. All distances in this folder are in pixels of this size. */
export const WORKING_SIDE = 512

/** The size at which a picture is measured: never larger than it is. */
export function workingSize(width: number, height: number): { width: number; height: number } {
  const factor = Math.min(1, WORKING_SIDE / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
}

/** How much of an object's score its edges make; the rest is whether it is a region of its own. */
const EDGE_SHARE = 0.8
/** What depth that agrees in nothing takes from an object's score. It never adds: where a rug is gone, the floor has its depth. */
const DEPTH_SHARE = 0.2
/** An object with fewer edge pixels in sight counts in the whole, but is not judged alone. */
const JUDGED_MIN = 24

/**
 * How faithfully a picture shows a scene, from what the scene knows exactly; docs/fidelity.md defines it. Colour, light, material and
 * texture are free; where things are and what shape they have is not.
 * @param passes of the same size as the picture.
 * @param estimate what an estimator of depth sees in the picture, near bright, of the same size; without it depth counts only through
 * the edges that it makes.
 */
export function scoreFidelity({ width, height, rgb }: ColourPicture, passes: ExactPasses, estimate: GreyPicture | null = null): Fidelity {
  const isOfSize = (other: { width: number; height: number }): boolean => other.width === width && other.height === height
  if (!isOfSize(passes)) throw new Error('A picture and its passes have different sizes.')
  if (estimate && !isOfSize(estimate)) throw new Error('A picture and the estimate of its depth have different sizes.')
  const soften = (plane: Float32Array): Float32Array => blur(plane, width, height, EDGE_SIGMA)
  const [lightness, a, b] = toLab(rgb)
  const lab: LabPlanes = [soften(lightness), soften(a), soften(b)]
  const support = supportOf(findImageEdges(lab, width, height), width, height)
  const things = pointsByObject(passes, findSceneEdges(passes))
  const moveOf = (points: readonly EdgePoints[]): Move | null => {
    const shift = findShift(support, points)
    return shift && { x: shift.x / width, y: shift.y / height }
  }
  const depthOf = estimate ? depthAgreement(estimate, passes) : () => null
  let total = 0
  let weight = 0
  const objects: ObjectFidelity[] = []
  for (const points of things) {
    const found = findAt(support, points, 0, 0)
    const edges = agreementOf(found)
    const region = regionOf(lab, passes, points) ?? edges
    const depth = depthOf(points.id)
    const shape = EDGE_SHARE * edges + (1 - EDGE_SHARE) * region
    const score = depth === null ? shape : shape * (1 - DEPTH_SHARE * (1 - depth))
    // By the root, so that a cup says something beside a wall.
    const importance = Math.sqrt(found.weight)
    total += importance * score
    weight += importance
    if (points.x.length >= JUDGED_MIN) objects.push({ id: points.id, score: rounded(score), depth: depth && rounded(depth), move: moveOf([points]) })
  }
  return { score: weight > 0 ? rounded(total / weight) : null, objects, move: moveOf(things), heat: heatMap(support, things) }
}

/** In percent, to a tenth. */
const rounded = (share: number): number => Math.round(share * 1000) / 10
