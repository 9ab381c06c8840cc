import { describe, expect, it } from 'vitest'
import { SAMPLES, type Sample } from '@/lib/scene/samples'
import type { GreyPicture } from './control-pictures'
import type { ExactPasses } from './exact-passes'
import { type ColourPicture, type ObjectFidelity, scoreFidelity } from './score-fidelity'
import { grade, paint, shift } from './testing/distort'
import { idOf, passesOf, renderOf } from './testing/renders'
import { distortGrey, standInEstimate } from './testing/stand-in-estimate'

/** What docs/fidelity.md promises of figures with depth. */
const AS_RENDERED_MIN = 90
const RESTYLED_MIN = 75
const UNRELATED_MAX = 20
const REMOVED_MAX = 20
/** An estimator at its worst: smeared, grainy, bent, and wrong by a twelfth of its range from one side to the other. */
const POOR = { curve: 0.6, softness: 3, grain: 0.02, waves: 0.08, seed: 4 }

const scoreOf = async (sample: Sample, picture: ColourPicture, estimate: GreyPicture): Promise<number> =>
  scoreFidelity(picture, await passesOf(sample), estimate).score ?? -1

/** One object of a picture, without and with the estimate. */
function both(
  id: number,
  passes: ExactPasses,
  picture: ColourPicture,
  estimate: GreyPicture,
): [without: ObjectFidelity | undefined, with_: ObjectFidelity | undefined] {
  const own = (given: GreyPicture | null) => scoreFidelity(picture, passes, given).objects.find((object) => object.id === id)
  return [own(null), own(estimate)]
}

describe.each(SAMPLES)('a picture of %s, with an estimate of its depth,', (sample) => {
  it('scores high as it was rendered, and each object has its depth', async () => {
    const passes = await passesOf(sample)
    const picture = await renderOf(sample)
    const { score, objects } = scoreFidelity(picture, passes, standInEstimate(passes))
    expect(score).toBeGreaterThanOrEqual(AS_RENDERED_MIN)
    expect(objects.filter(({ depth }) => depth !== null).length).toBeGreaterThan(8)
    expect(scoreFidelity(picture, passes).objects.every(({ depth }) => depth === null)).toBe(true)
  })

  it('stays high when it is restyled, also by a poor estimator', async () => {
    const poor = standInEstimate(await passesOf(sample), POOR)
    const picture = await renderOf(sample)
    expect(await scoreOf(sample, grade(picture), poor)).toBeGreaterThanOrEqual(RESTYLED_MIN)
    expect(await scoreOf(sample, paint(picture, 1.5), poor)).toBeGreaterThanOrEqual(RESTYLED_MIN)
  })

  it('scores low for the scene of another picture', async () => {
    const other = SAMPLES[(SAMPLES.indexOf(sample) + 1) % SAMPLES.length] ?? sample
    expect(await scoreOf(sample, await renderOf(other), standInEstimate(await passesOf(other)))).toBeLessThanOrEqual(UNRELATED_MAX)
  })
})

describe('with an estimate of depth', () => {
  it('a picture falls the further it is shifted', async () => {
    const picture = await renderOf('plinth')
    const estimate = standInEstimate(await passesOf('plinth'))
    const scores: number[] = []
    for (const by of [0, 2, 4, 8, 16]) {
      const move = (each: ColourPicture): ColourPicture => shift(each, by, by / 2)
      scores.push(await scoreOf('plinth', move(picture), distortGrey(estimate, move)))
    }
    for (const [i, score] of scores.entries()) if (i > 0) expect(score, scores.join(' ')).toBeLessThan(scores[i - 1] ?? 0)
    expect(scores.at(-1)).toBeLessThanOrEqual(UNRELATED_MAX)
  })

  it('an object that is not there has next to nothing', async () => {
    const change = { without: 'Bottle' }
    const [, own] = both(
      await idOf('plinth', 'Bottle'),
      await passesOf('plinth'),
      await renderOf('plinth', change),
      standInEstimate(await passesOf('plinth', change)),
    )
    expect(own?.score).toBeLessThanOrEqual(REMOVED_MAX)
    expect(own?.depth).toBeLessThanOrEqual(REMOVED_MAX)
  })

  it('no figure is higher than without it, also where the floor has the depth of the rug that is gone', async () => {
    const change = { without: 'Rug' }
    const passes = await passesOf('room-corner')
    const picture = await renderOf('room-corner', change)
    const [without, with_] = [null, standInEstimate(await passesOf('room-corner', change))].map((estimate) => scoreFidelity(picture, passes, estimate))
    expect(with_?.score).toBeLessThan(without?.score ?? 0)
    for (const [i, { score }] of (with_?.objects ?? []).entries()) expect(score).toBeLessThanOrEqual(without?.objects[i]?.score ?? 0)
  })

  it('an object that seems further away behind the same outline is noticed, and without it is not', async () => {
    const passes = await passesOf('plinth')
    const picture = await renderOf('plinth')
    const id = await idOf('plinth', 'Bottle')
    const pushed = (factor: number): GreyPicture =>
      standInEstimate({ ...passes, depth: passes.depth.map((metres, i) => (passes.ids[i] === id ? metres * factor : metres)) })
    const scores = [1, 1.25, 1.5].map((factor) => both(id, passes, picture, pushed(factor)))
    expect(new Set(scores.map(([without]) => without?.score)).size).toBe(1)
    const [inPlace, further, furthest] = scores.map(([, own]) => own?.score ?? -1)
    expect(further).toBeLessThan((inPlace ?? 0) - 3)
    expect(furthest).toBeLessThan((inPlace ?? 0) - 10)
  })

  it('an object that hangs nearer in front of its place, its outline kept, loses by its depth what its edges do not show', async () => {
    const change = { nearer: { name: 'Pearl', share: 0.67 } }
    const passes = await passesOf('plinth')
    const [without, own] = both(await idOf('plinth', 'Pearl'), passes, await renderOf('plinth', change), standInEstimate(await passesOf('plinth', change)))
    expect(without?.score).toBeGreaterThanOrEqual(95)
    expect(own?.score).toBeLessThan((without?.score ?? 0) - 2)
    expect(own?.depth).toBeLessThan(90)
  })

  it('an estimate of another size is refused', async () => {
    const estimate = { width: 5, height: 4, pixels: new Uint8Array(20) }
    const [picture, passes] = [await renderOf('plinth'), await passesOf('plinth')]
    expect(() => scoreFidelity(picture, passes, estimate)).toThrow('the estimate of its depth')
  })
})
