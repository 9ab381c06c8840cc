/** How far something moved, as shares of the picture's width and height, to the right and down. */
export type FidelityMove = { x: number; y: number }

/** How one object of the scene came out. */
export type ObjectFidelity = {
  /** The node of the frozen scene. */
  node: string
  /** Its name in the frozen scene. */
  name: string
  /** 0 to 100. */
  score: number
  /** How well its depth agrees, 0 to 100; null where an estimate has nothing to say, absent where none was made. */
  depth?: number | null
  /** Where it was found instead; null where it is in its place or cannot be found. */
  move: FidelityMove | null
}

/** What can estimate the depth of a picture. Another model or another way to ask it is another word. */
export type DepthEstimator = 'depth-anything-v2-small'

/** What is kept of a measurement beside its one number. docs/fidelity.md says how it is made. */
export type FidelityDetails = {
  /** Changes whenever the same picture could get another figure. */
  version: 1
  /** What estimated the depth that is part of the figures; absent where depth is no part of them. Figures compare where this is the same. */
  estimator?: DepthEstimator
  /** Objects that show enough edges to be judged, the least faithful first. */
  objects: ObjectFidelity[]
  /** Where the picture as a whole went. */
  move: FidelityMove | null
}

/** As an image's own page shows it. `heatAssetId` is a small grey picture, white where the image differs. */
export type FidelityView = FidelityDetails & { heatAssetId: string | null }

/** Objects below this came out differently enough to be pointed at. Restyled pictures in docs/fidelity.md stay above. */
export const FIDELITY_OBJECT_MIN = 60

/** What the number means, where it stands. */
export const FIDELITY_EXPLAINED = 'How well shapes and places match your scene, from 0 to 100. Colour and light may differ.'

/** What was compared with the scene. */
export const comparedWords = ({ estimator }: Pick<FidelityDetails, 'estimator'>): string =>
  estimator ? 'Shapes, places and depth, compared with your scene.' : 'Shapes and places, compared with your scene.'

/** A score as people read it. */
export const fidelityWords = (score: number): string => Math.round(score).toString()

const percent = (share: number): string => `${(Math.abs(share) * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`

/** Such as "1.2 % to the right, 0.8 % higher"; percent of the picture's width and height. */
export function moveWords({ x, y }: FidelityMove): string {
  const sideways = x === 0 ? [] : [`${percent(x)} to the ${x > 0 ? 'right' : 'left'}`]
  const upright = y === 0 ? [] : [`${percent(y)} ${y > 0 ? 'lower' : 'higher'}`]
  return [...sideways, ...upright].join(', ')
}

/** What became of an object, in a few words; null for one that came out well. */
export function objectWords({ score, move }: ObjectFidelity): string | null {
  if (score >= FIDELITY_OBJECT_MIN) return null
  return move ? `Moved ${moveWords(move)}` : score <= 25 ? 'Not found' : 'Changed'
}
