import type { Look } from '../look'
import { list } from './list'
import { clampSigned, type Phrase, phraseOf } from './phrase'

type Time = NonNullable<Look['lighting']['time']>

const light = phraseOf('light')
const time = (label: string, value: Time, words: readonly string[], also?: (look: Look) => void): Phrase =>
  light(label, words, (look) => {
    look.lighting.time = value
    also?.(look)
  })

export const TIME_PHRASES: readonly Phrase[] = [
  time(
    'Golden hour',
    'golden-hour',
    list(`
      golden hour, magic hour, late afternoon, late afternoon sun, afternoon sun, evening sun, evening light, golden light, low sun, late sun,
      golden sunlight, evening, golden evening
    `),
  ),
  time('Sunset', 'golden-hour', list('sunset, sundown, sun set, setting sun, sunset light, sunset glow'), (look) => {
    look.lighting.temperature = clampSigned(look.lighting.temperature + 0.25)
  }),
  time(
    'Sunrise',
    'sunrise',
    list(`
      sunrise, dawn, sun rise, rising sun, early morning, morning, morning light, morning sun, daybreak, first light
    `),
  ),
  time('Noon', 'noon', list('noon, midday, high noon, noon sun, midday sun, overhead sun, blazing sun')),
  time(
    'Daylight',
    'day',
    list(`
      daylight, day light, daytime, sunlight, sunny, sunshine, sun, sunlit, sun lit, afternoon, natural light, natural daylight, bright sunlight,
      summer day, bright day, outdoor, outdoors, outside, summer, spring
    `),
  ),
  time(
    'Overcast',
    'overcast',
    list(`
      overcast, overcast day, overcast sky, cloudy day, grey day, grey sky, cloudy light, diffuse daylight, winter light, winter, flat light, north light
    `),
  ),
  time('Blue hour', 'dusk', list('dusk, blue hour, twilight, nightfall, after sunset, gloaming')),
  time('Night', 'night', list('night, nighttime, night time, at night, midnight, after dark, nocturnal, night scene')),
  time('Moonlight', 'moonlight', list('moonlight, moonlit, moon light, moon, full moon, by moonlight')),
  time(
    'Candlelight',
    'candlelight',
    list(`
      candlelight, candle light, candlelit, candle lit, firelight, fire light, fireplace, fireplace glow, lantern light, lamp light, lamplight, by
      candle, candle glow, warm glow
    `),
  ),
  time(
    'Neon',
    'neon',
    list(`
      neon, neon light, neon lights, neon lighting, cyberpunk, vaporwave, synthwave, neon glow, neon noir, rgb light, nightclub, blade runner
    `),
  ),
  time(
    'Studio light',
    'studio',
    list(`
      studio, studio light, studio lighting, photo studio, studio setup, three point lighting, three point light, studio lit, in studio,
      professional lighting
    `),
  ),
  time(
    'Softbox',
    'softbox',
    list(`
      softbox, soft box, softboxes, soft boxes, light tent, light box, lightbox, beauty dish, octabox, softbox lighting
    `),
  ),
]

export const LIGHT_PHRASES: readonly Phrase[] = [
  light('Window light', list('window light, light from window, window lit, sunlight through window, sun through window, by window, through window'), (look) => {
    // A time of day that was said keeps its sun; else it is the soft sky that comes in.
    look.lighting.time ??= 'overcast'
    look.lighting.from ??= 'left'
  }),
  light(
    'High key',
    list(`
      high key, highkey, high key lighting, high key light, airy, light and airy, bright and airy, bright and clean, shadowless, no shadow,
      without shadow, no harsh shadow
    `),
    (look) => {
      look.lighting.key = 'high'
      look.lighting.shadows ??= 'soft'
    },
  ),
  light(
    'Low key',
    list(`
      low key, lowkey, low key lighting, low key light, moody, moody light, moody lighting, noir, film noir, chiaroscuro, dark and moody,
      brooding, mysterious, sombre, somber, gloomy, dark mood, dark atmosphere
    `),
    (look) => {
      look.lighting.key = 'low'
    },
  ),
  light(
    'Dramatic light',
    list(`
      dramatic, dramatic light, dramatic lighting, spotlight, spot light, spotlit, single light, single light source, rembrandt, rembrandt light,
      rembrandt lighting, theatrical, intense, epic, strong contrast light
    `),
    (look) => {
      look.lighting.dramatic = true
    },
  ),
  light(
    'Rim light',
    list(`
      rim light, rim lit, rim lighting, rimlight, edge light, edge lit, edge lighting, hair light, kicker, halo light, glowing edge
    `),
    (look) => {
      look.lighting.rim = true
    },
  ),
  light(
    'Backlit',
    list(`
      backlit, back lit, backlight, back light, backlighting, back lighting, light from behind, lit from behind, contre jour, silhouette,
      silhouetted, from behind, sun behind
    `),
    (look) => {
      look.lighting.from = 'behind'
      look.lighting.rim = true
    },
  ),
  light(
    'Light from the left',
    list(`
      light from left, lit from left, side light from left, from left, left light, left lit, from left side, sun from left, window on left, key
      light left
    `),
    (look) => {
      look.lighting.from = 'left'
    },
  ),
  light(
    'Light from the right',
    list(`
      light from right, lit from right, side light from right, from right, right light, right lit, from right side, sun from right, window on
      right, key light right
    `),
    (look) => {
      look.lighting.from = 'right'
    },
  ),
  light(
    'Side light',
    list(`
      side light, side lit, sidelight, sidelit, side lighting, from side, light from side, lit from side, raking light
    `),
    (look) => {
      look.lighting.from = 'left'
    },
  ),
  light(
    'Light from above',
    list(`
      light from above, lit from above, top light, top lit, overhead light, overhead lighting, top lighting, from above, skylight, from overhead
    `),
    (look) => {
      look.lighting.from = 'above'
    },
  ),
  light('Light from below', list('light from below, lit from below, underlit, under lit, uplight, up light, uplit, from below'), (look) => {
    look.lighting.from = 'below'
  }),
  light(
    'Front light',
    list(`
      front light, front lit, frontal light, light from front, lit from front, front lighting, on camera flash, flash, ring light, from front
    `),
    (look) => {
      look.lighting.from = 'front'
    },
  ),
  light(
    'Low sun, long shadows',
    list(`
      long shadow, long dramatic shadow, dramatic long shadow, dramatic shadow, longer shadow, stretched shadow, raking shadow
    `),
    (look) => {
      look.lighting.longShadows = true
      look.lighting.shadows ??= 'hard'
    },
  ),
  light('Low sun, long soft shadows', list('long soft shadow, soft long shadow, long and soft shadow, long gentle shadow'), (look) => {
    look.lighting.longShadows = true
    look.lighting.shadows = 'soft'
  }),
  light('Low sun, long hard shadows', list('long hard shadow, long sharp shadow, long harsh shadow, hard long shadow'), (look) => {
    look.lighting.longShadows = true
    look.lighting.shadows = 'hard'
  }),
  light(
    'Soft shadows',
    list(`
      soft shadow, softer shadow, gentle shadow, diffuse shadow, subtle shadow, soft light, softer light, soft lighting, diffused light, diffuse
      light, diffuse lighting, diffused, diffuse, gentle light, soft, softer, soft contact shadow, contact shadow, even light, even lighting,
      evenly lit, softly lit, ambient light
    `),
    (look) => {
      look.lighting.shadows = 'soft'
    },
  ),
  light(
    'Hard shadows',
    list(`
      hard shadow, harder shadow, harsh shadow, sharp shadow, crisp shadow, deep shadow, dark shadow, strong shadow, hard light, hard lighting,
      harsh light, harsh lighting, direct light, direct sun, direct sunlight, harsh sun, hard sun
    `),
    (look) => {
      look.lighting.shadows = 'hard'
    },
  ),
  light(
    'Warm light',
    list(`
      warm light, warm lighting, warm white light, tungsten, tungsten light, incandescent, warmly lit, warmer light, warm key light, amber light,
      warm sunlight
    `),
    (look, amount) => {
      look.lighting.temperature = clampSigned(0.6 * amount)
    },
  ),
  light(
    'Cool light',
    list(`
      cool light, cool lighting, cold light, cold lighting, cooler light, fluorescent, fluorescent light, clinical, clinical light, icy light
    `),
    (look, amount) => {
      look.lighting.temperature = clampSigned(-0.6 * amount)
    },
  ),
  light(
    'Brighter',
    list(`
      bright, brighter, bright light, bright lighting, brightly lit, well lit, luminous, radiant, overexposed
    `),
    (look, amount) => {
      look.lighting.brightness = clampSigned(0.5 * amount)
    },
  ),
  light('Darker', list('dark, darker, dim, dimmer, dim light, dimly lit, dim lighting, underexposed, shadowy, subdued light'), (look, amount) => {
    look.lighting.brightness = clampSigned(-0.5 * amount)
  }),
]
