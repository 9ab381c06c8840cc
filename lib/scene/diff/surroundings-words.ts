import { ENVIRONMENT_NAMES } from '../environment/names'
import type { Environment } from '../schema'
import { colorChange } from './color-words'
import { bearingBetween, degreeWords, fromTo, percentWords, plain } from './measures'

const BACKDROP = { environment: 'surroundings', gradient: 'gradient', color: 'plain colour' } as const
const WITH_SUN: readonly Environment['preset'][] = ['day', 'sunset', 'sky']

/** What happened to the light around the scene and to what stands behind it, in clauses. */
export function environmentChange(before: Environment, after: Environment): string[] {
  const samePreset = before.preset === after.preset
  const sunny = samePreset && WITH_SUN.includes(after.preset)
  const turned = bearingBetween(after.rotation, before.rotation)
  const sunTurned = bearingBetween(after.sunAzimuth, before.sunAzimuth)
  return [
    fromTo('', ENVIRONMENT_NAMES[before.preset].toLowerCase(), ENVIRONMENT_NAMES[after.preset].toLowerCase())?.trim() ?? null,
    brighterWords(before.intensity, after.intensity),
    turned >= 0.1 ? `turned ${degreeWords(turned)}` : null,
    sunny ? fromTo('sun', heightWords(before.sunElevation), heightWords(after.sunElevation)) : null,
    sunny && sunTurned >= 0.1 ? `sun moved round by ${degreeWords(sunTurned)}` : null,
    sunny ? fromTo('clouds', percentWords(before.clouds), percentWords(after.clouds)) : null,
    fromTo('backdrop', BACKDROP[before.background], BACKDROP[after.background]),
    ...backdropColors(before, after),
  ].filter((clause) => clause !== null)
}

const heightWords = (elevation: number): string => `${plain(elevation)}°`

function backdropColors(before: Environment, after: Environment): (string | null)[] {
  // A colour that is not shown has not changed for anybody; a new kind of backdrop is told as such.
  if (before.background !== after.background || after.background === 'environment') return []
  const lower = colorChange(before.color, after.color)
  const upper = after.background === 'gradient' ? colorChange(before.colorTop, after.colorTop) : null
  const where = after.background === 'gradient' ? 'lower backdrop' : 'backdrop'
  return [lower && `${where} ${lower}`, upper && `upper backdrop ${upper}`]
}

/** `50% brighter`, `40% dimmer`, `3.5 times as bright`, `off`; null where nothing changed. */
export function brighterWords(before: number, after: number): string | null {
  if (before === after) return null
  if (after === 0) return 'turned off'
  if (before === 0) return 'turned on'
  const ratio = after / before
  if (ratio >= 2.5) return `${plain(ratio)} times as bright`
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  if (percent === 0) return ratio > 1 ? 'slightly brighter' : 'slightly dimmer'
  return `${percent}% ${ratio > 1 ? 'brighter' : 'dimmer'}`
}

export function exposureChange(before: number, after: number): string | null {
  const stops = plain(Math.abs(after - before), 2)
  if (stops === '0') return null
  return `Exposure ${after > before ? 'raised' : 'lowered'} by ${stops} ${stops === '1' ? 'stop' : 'stops'}`
}
