type Size = { width: number; height: number }

/** The sizes that the first generation makes, and every server of its protocol, widest first. */
const THREE: readonly [Size, ...Size[]] = [
  { width: 1024, height: 1024 },
  { width: 1536, height: 1024 },
  { width: 1024, height: 1536 },
]

/** The size to ask for: the one whose ratio is nearest, so that the least is cut off afterwards. */
export function nearestOfThree({ width, height }: Size): Size {
  const distance = (size: Size): number => Math.abs(Math.log(size.width / size.height / (width / height)))
  return THREE.reduce((best, size) => (distance(size) < distance(best) ? size : best))
}

/** Limits of GPT Image 2 and later: https://developers.openai.com/api/docs/guides/image-generation */
const STEP = 16
const SIDE_MAX = 3840
const AREA_MIN = 655_360
const AREA_MAX = 8_294_400

/** The wanted size itself where both sides are multiples of 16, else one that holds it, grown or shrunk into the limits. */
export function anySize({ width, height }: Size): Size {
  const area = width * height
  const grow = Math.max(1, Math.sqrt(AREA_MIN / area))
  const scale = Math.min(grow, SIDE_MAX / Math.max(width, height), Math.sqrt(AREA_MAX / area))
  const snap = (side: number): number => {
    const steps = side / STEP
    return Math.min(SIDE_MAX, STEP * (scale < 1 ? Math.floor(steps) : Math.ceil(steps - 1e-9)))
  }
  return { width: snap(width * scale), height: snap(height * scale) }
}
