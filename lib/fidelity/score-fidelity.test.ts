import { describe, expect, it } from 'vitest'
import { SAMPLES, type Sample } from '@/lib/scene/samples'
import { type ColourPicture, type Fidelity, scoreFidelity, workingSize } from './score-fidelity'
import { darken, grade, noise, paint, posterise, scale, shift, soften, turnHue, warp } from './testing/distort'
import { drawPasses, FACING } from './testing/drawn-passes'
import { idOf, passesOf, renderOf } from './testing/renders'

/** What docs/fidelity.md promises. */
const AS_RENDERED_MIN = 90
const RESTYLED_MIN = 75
const UNRELATED_MAX = 20
/** Below this, figures say that little fits, and may go up and down by chance. */
const LOST_MAX = 30
const REMOVED_MAX = 20

const fidelityOf = async (sample: Sample, picture: ColourPicture): Promise<Fidelity> => scoreFidelity(picture, await passesOf(sample))
const scoreOf = async (sample: Sample, picture: ColourPicture): Promise<number> => (await fidelityOf(sample, picture)).score ?? -1

describe.each(SAMPLES)('a picture of %s', (sample) => {
  it('scores high as it was rendered', async () => {
    const first = await fidelityOf(sample, await renderOf(sample))
    expect(first.score).toBeGreaterThanOrEqual(AS_RENDERED_MIN)
    expect(first.objects.length).toBeGreaterThan(8)
    expect([first.move, ...first.objects.map(({ move }) => move)].every((move) => move === null)).toBe(true)
  })

  it.each([
    ['graded', grade],
    ['turned in hue', turnHue],
    ['posterised', (picture: ColourPicture) => posterise(picture, 6)],
    ['darkened to night', darken],
    ['painted over', (picture: ColourPicture) => paint(picture, 1.5)],
    ['softened', (picture: ColourPicture) => soften(picture, 1)],
  ] as const)('stays high when it is %s', async (_, restyle) => {
    expect(await scoreOf(sample, restyle(await renderOf(sample)))).toBeGreaterThanOrEqual(RESTYLED_MIN)
  })

  it('scores low for the scene of another picture', async () => {
    const other = SAMPLES[(SAMPLES.indexOf(sample) + 1) % SAMPLES.length] ?? sample
    expect(await scoreOf(sample, await renderOf(other))).toBeLessThanOrEqual(UNRELATED_MAX)
  })
})

/** Each figure is below the one before, until little fits at all. */
function expectToFall(scores: readonly number[]): void {
  const lost = scores.findIndex((score) => score <= LOST_MAX)
  expect(lost, scores.join(' ')).toBeGreaterThan(1)
  for (let i = 1; i <= lost; i++) expect(scores[i], scores.join(' ')).toBeLessThan(scores[i - 1] ?? 0)
  for (const score of scores.slice(lost)) expect(score, scores.join(' ')).toBeLessThanOrEqual(LOST_MAX)
}

describe.each(['plinth', 'small-objects'] as const)('a picture of %s falls', (sample) => {
  const scores = async (amounts: readonly number[], distort: (picture: ColourPicture, amount: number) => ColourPicture): Promise<number[]> => {
    const picture = await renderOf(sample)
    const all: number[] = []
    for (const amount of amounts) all.push(await scoreOf(sample, distort(picture, amount)))
    return all
  }

  it('the further it is shifted', async () => {
    expectToFall(await scores([0, 2, 4, 8, 16], (picture, amount) => shift(picture, amount, amount / 2)))
  })

  it('the more it is scaled', async () => {
    expectToFall(await scores([1, 1.02, 1.04, 1.15], scale))
  })

  it('the more it is warped', async () => {
    expectToFall(await scores([0, 2, 5, 12], warp))
  })
})

describe('an object that is not there', () => {
  it('has next to nothing of its own, while the others stay', async () => {
    const [sample, without] = ['plinth', 'Bottle'] as const
    const id = await idOf(sample, without)
    const { score, objects, heat } = await fidelityOf(sample, await renderOf(sample, { without }))
    const own = objects.find((object) => object.id === id)
    expect(own?.score).toBeLessThanOrEqual(REMOVED_MAX)
    const others = objects.filter((object) => object.id !== id).map((object) => object.score)
    expect(others.filter((other) => other >= RESTYLED_MIN).length).toBeGreaterThanOrEqual(others.length - 1)
    expect(score).toBeLessThan((await scoreOf(sample, await renderOf(sample))) - 3)
    const passes = await passesOf(sample)
    const heatOf = (isOwn: boolean): number => {
      const places = [...heat.pixels].filter((value, i) => value > 128 && (passes.ids[i] === id) === isOwn)
      return places.length
    }
    expect(heatOf(true)).toBeGreaterThan(heatOf(false) / 2)
    expect(heatOf(true)).toBeGreaterThan(300)
  })
})

describe('fidelity', () => {
  it('is the same each time', async () => {
    const picture = shift(await renderOf('plinth'), 3, 1)
    expect(await fidelityOf('plinth', picture)).toEqual(await fidelityOf('plinth', picture))
  })

  it('holds when Studio itself makes night of day', async () => {
    expect(await scoreOf('plinth', await renderOf('plinth', { prompt: 'Night, moonlight' }))).toBeGreaterThanOrEqual(RESTYLED_MIN)
  })

  it('says how far a picture slid', async () => {
    const { move, objects } = await fidelityOf('plinth', shift(await renderOf('plinth'), 10, -6))
    expect(Math.round((move?.x ?? 0) * 512)).toBeCloseTo(10, -0.5)
    expect(Math.round((move?.y ?? 0) * 384)).toBeCloseTo(-6, -0.5)
    expect(objects.filter((object) => object.move !== null).length).toBeGreaterThan(objects.length / 2)
  })

  it('gives grain and a plain surface next to nothing', async () => {
    expect(await scoreOf('small-objects', noise(512, 384))).toBeLessThanOrEqual(UNRELATED_MAX)
    expect(await scoreOf('small-objects', { width: 512, height: 384, rgb: new Uint8Array(512 * 384 * 3).fill(90) })).toBe(0)
  })

  it('has no figure for a scene without an edge, and refuses a picture of another size', () => {
    const picture = { width: 40, height: 30, rgb: new Uint8Array(3600) }
    const wall = drawPasses(40, 30, () => ({ id: 1, depth: 2, normal: FACING }))
    expect(scoreFidelity(picture, wall)).toMatchObject({ score: null, objects: [], move: null })
    expect(scoreFidelity(picture, wall).heat.pixels.every((value) => value === 0)).toBe(true)
    expect(() => scoreFidelity({ ...picture, width: 30, height: 40 }, wall)).toThrow('different sizes')
  })

  it('is measured at 512 pixels on the longer side, or at the size of what is smaller', () => {
    expect(workingSize(2048, 1152)).toEqual({ width: 512, height: 288 })
    expect(workingSize(444, 592)).toEqual({ width: 384, height: 512 })
    expect(workingSize(300, 200)).toEqual({ width: 300, height: 200 })
  })
})
