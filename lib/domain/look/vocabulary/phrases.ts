import type { Chip, Look } from '../look'

/** Words that mean one thing wherever they stand. `amount` is 1, less after "slightly", more after "very". */
export type Phrase = { label: string; kind: Chip['kind']; words: readonly string[]; apply: (look: Look, amount: number) => void }

const clamp = (v: number): number => Math.min(1, Math.max(-1, v))
type Time = NonNullable<Look['lighting']['time']>

const time = (label: string, value: Time, words: readonly string[], also?: (look: Look) => void): Phrase => ({
  label,
  kind: 'light',
  words,
  apply: (look) => {
    look.lighting.time = value
    also?.(look)
  },
})

const light = (label: string, words: readonly string[], apply: Phrase['apply']): Phrase => ({ label, kind: 'light', words, apply })
const grade = (label: string, words: readonly string[], apply: Phrase['apply']): Phrase => ({ label, kind: 'grade', words, apply })
const style = (label: string, words: readonly string[], apply: Phrase['apply']): Phrase => ({ label, kind: 'style', words, apply })
const focus = (label: string, words: readonly string[], depth: Look['focus']['depth']): Phrase => ({
  label,
  kind: 'focus',
  words,
  apply: (look) => {
    look.focus.depth = depth
  },
})

const TIMES: readonly Phrase[] = [
  time('Golden hour', 'golden-hour', [
    'golden hour',
    'magic hour',
    'late afternoon',
    'late afternoon sun',
    'afternoon sun',
    'evening sun',
    'evening light',
    'golden light',
    'low sun',
    'late sun',
    'golden sunlight',
    'evening',
    'golden evening',
  ]),
  time('Sunset', 'golden-hour', ['sunset', 'sundown', 'sun set', 'setting sun', 'sunset light', 'sunset glow'], (look) => {
    look.lighting.temperature = clamp(look.lighting.temperature + 0.25)
  }),
  time('Sunrise', 'sunrise', [
    'sunrise',
    'dawn',
    'sun rise',
    'rising sun',
    'early morning',
    'morning',
    'morning light',
    'morning sun',
    'daybreak',
    'first light',
  ]),
  time('Noon', 'noon', ['noon', 'midday', 'high noon', 'noon sun', 'midday sun', 'overhead sun', 'blazing sun']),
  time('Daylight', 'day', [
    'daylight',
    'day light',
    'daytime',
    'sunlight',
    'sunny',
    'sunshine',
    'sun',
    'sunlit',
    'sun lit',
    'afternoon',
    'natural light',
    'natural daylight',
    'bright sunlight',
    'summer day',
    'bright day',
    'outdoor',
    'outdoors',
    'outside',
    'summer',
    'spring',
  ]),
  time('Overcast', 'overcast', [
    'overcast',
    'overcast sky',
    'cloudy day',
    'grey day',
    'grey sky',
    'cloudy light',
    'diffuse daylight',
    'winter light',
    'winter',
    'flat light',
    'north light',
    'window light',
  ]),
  time('Blue hour', 'dusk', ['dusk', 'blue hour', 'twilight', 'nightfall', 'after sunset', 'gloaming']),
  time('Night', 'night', ['night', 'nighttime', 'night time', 'at night', 'midnight', 'after dark', 'nocturnal', 'night scene']),
  time('Moonlight', 'moonlight', ['moonlight', 'moonlit', 'moon light', 'moon', 'full moon', 'by moonlight']),
  time('Candlelight', 'candlelight', [
    'candlelight',
    'candle light',
    'candlelit',
    'candle lit',
    'firelight',
    'fire light',
    'fireplace',
    'fireplace glow',
    'lantern light',
    'lamp light',
    'lamplight',
    'by candle',
    'candle glow',
    'warm glow',
  ]),
  time('Neon', 'neon', [
    'neon',
    'neon light',
    'neon lights',
    'neon lighting',
    'cyberpunk',
    'vaporwave',
    'synthwave',
    'neon glow',
    'neon noir',
    'rgb light',
    'nightclub',
    'blade runner',
  ]),
  time('Studio light', 'studio', [
    'studio',
    'studio light',
    'studio lighting',
    'photo studio',
    'studio setup',
    'three point lighting',
    'three point light',
    'studio lit',
    'in studio',
    'professional lighting',
  ]),
  time('Softbox', 'softbox', [
    'softbox',
    'soft box',
    'softboxes',
    'soft boxes',
    'light tent',
    'light box',
    'lightbox',
    'beauty dish',
    'octabox',
    'softbox lighting',
  ]),
]

const LIGHTS: readonly Phrase[] = [
  light(
    'High key',
    [
      'high key',
      'highkey',
      'high key lighting',
      'high key light',
      'airy',
      'light and airy',
      'bright and airy',
      'bright and clean',
      'shadowless',
      'no shadow',
      'without shadow',
      'no harsh shadow',
    ],
    (look) => {
      look.lighting.key = 'high'
      look.lighting.shadows ??= 'soft'
    },
  ),
  light(
    'Low key',
    [
      'low key',
      'lowkey',
      'low key lighting',
      'low key light',
      'moody',
      'moody light',
      'moody lighting',
      'noir',
      'film noir',
      'chiaroscuro',
      'dark and moody',
      'brooding',
      'mysterious',
      'sombre',
      'somber',
      'gloomy',
      'dark mood',
      'dark atmosphere',
    ],
    (look) => {
      look.lighting.key = 'low'
    },
  ),
  light(
    'Dramatic light',
    [
      'dramatic',
      'dramatic light',
      'dramatic lighting',
      'spotlight',
      'spot light',
      'spotlit',
      'single light',
      'single light source',
      'rembrandt',
      'rembrandt light',
      'rembrandt lighting',
      'theatrical',
      'intense',
      'epic',
      'strong contrast light',
    ],
    (look) => {
      look.lighting.dramatic = true
    },
  ),
  light(
    'Rim light',
    ['rim light', 'rim lit', 'rim lighting', 'rimlight', 'edge light', 'edge lit', 'edge lighting', 'hair light', 'kicker', 'halo light', 'glowing edge'],
    (look) => {
      look.lighting.rim = true
    },
  ),
  light(
    'Backlit',
    [
      'backlit',
      'back lit',
      'backlight',
      'back light',
      'backlighting',
      'back lighting',
      'light from behind',
      'lit from behind',
      'contre jour',
      'silhouette',
      'silhouetted',
      'from behind',
      'sun behind',
    ],
    (look) => {
      look.lighting.from = 'behind'
      look.lighting.rim = true
    },
  ),
  light(
    'Light from the left',
    [
      'light from left',
      'lit from left',
      'side light from left',
      'from left',
      'left light',
      'left lit',
      'from left side',
      'sun from left',
      'window on left',
      'key light left',
    ],
    (look) => {
      look.lighting.from = 'left'
    },
  ),
  light(
    'Light from the right',
    [
      'light from right',
      'lit from right',
      'side light from right',
      'from right',
      'right light',
      'right lit',
      'from right side',
      'sun from right',
      'window on right',
      'key light right',
    ],
    (look) => {
      look.lighting.from = 'right'
    },
  ),
  light(
    'Side light',
    ['side light', 'side lit', 'sidelight', 'sidelit', 'side lighting', 'from side', 'light from side', 'lit from side', 'raking light'],
    (look) => {
      look.lighting.from = 'left'
    },
  ),
  light(
    'Light from above',
    [
      'light from above',
      'lit from above',
      'top light',
      'top lit',
      'overhead light',
      'overhead lighting',
      'top lighting',
      'from above',
      'skylight',
      'from overhead',
    ],
    (look) => {
      look.lighting.from = 'above'
    },
  ),
  light('Light from below', ['light from below', 'lit from below', 'underlit', 'under lit', 'uplight', 'up light', 'uplit', 'from below'], (look) => {
    look.lighting.from = 'below'
  }),
  light(
    'Front light',
    [
      'front light',
      'front lit',
      'frontal light',
      'light from front',
      'lit from front',
      'front lighting',
      'on camera flash',
      'flash',
      'ring light',
      'from front',
    ],
    (look) => {
      look.lighting.from = 'front'
    },
  ),
  light(
    'Long shadows',
    ['long shadow', 'long dramatic shadow', 'dramatic long shadow', 'dramatic shadow', 'longer shadow', 'stretched shadow', 'raking shadow'],
    (look) => {
      look.lighting.longShadows = true
      look.lighting.shadows ??= 'hard'
    },
  ),
  light(
    'Soft shadows',
    [
      'soft shadow',
      'softer shadow',
      'gentle shadow',
      'diffuse shadow',
      'subtle shadow',
      'soft light',
      'softer light',
      'soft lighting',
      'diffused light',
      'diffuse light',
      'diffuse lighting',
      'diffused',
      'diffuse',
      'gentle light',
      'soft',
      'softer',
      'soft contact shadow',
      'contact shadow',
      'even light',
      'even lighting',
      'evenly lit',
      'softly lit',
      'ambient light',
    ],
    (look) => {
      look.lighting.shadows = 'soft'
    },
  ),
  light(
    'Hard shadows',
    [
      'hard shadow',
      'harder shadow',
      'harsh shadow',
      'sharp shadow',
      'crisp shadow',
      'deep shadow',
      'dark shadow',
      'strong shadow',
      'hard light',
      'hard lighting',
      'harsh light',
      'harsh lighting',
      'direct light',
      'direct sun',
      'direct sunlight',
      'harsh sun',
      'hard sun',
    ],
    (look) => {
      look.lighting.shadows = 'hard'
    },
  ),
  light(
    'Warm light',
    [
      'warm light',
      'warm lighting',
      'warm white light',
      'tungsten',
      'tungsten light',
      'incandescent',
      'warmly lit',
      'warmer light',
      'warm key light',
      'amber light',
      'warm sunlight',
    ],
    (look, amount) => {
      look.lighting.temperature = clamp(0.6 * amount)
    },
  ),
  light(
    'Cool light',
    [
      'cool light',
      'cool lighting',
      'cold light',
      'cold lighting',
      'cooler light',
      'fluorescent',
      'fluorescent light',
      'clinical',
      'clinical light',
      'icy light',
    ],
    (look, amount) => {
      look.lighting.temperature = clamp(-0.6 * amount)
    },
  ),
  light(
    'Brighter',
    ['bright', 'brighter', 'bright light', 'bright lighting', 'brightly lit', 'well lit', 'luminous', 'radiant', 'overexposed'],
    (look, amount) => {
      look.lighting.brightness = clamp(0.5 * amount)
    },
  ),
  light('Darker', ['dark', 'darker', 'dim', 'dimmer', 'dim light', 'dimly lit', 'dim lighting', 'underexposed', 'shadowy', 'subdued light'], (look, amount) => {
    look.lighting.brightness = clamp(-0.5 * amount)
  }),
]

const sky = (label: string, words: readonly string[], clouds: number | null): Phrase => ({
  label,
  kind: 'backdrop',
  words,
  apply: (look) => {
    look.backdrop = { kind: 'sky', clouds }
  },
})

const SKIES: readonly Phrase[] = [
  sky('Sky', ['sky', 'under sky', 'open sky', 'horizon', 'open air'], null),
  sky('Clear sky', ['clear sky', 'blue sky', 'cloudless sky', 'cloudless', 'no cloud', 'without cloud', 'clear blue sky'], 0),
  sky('Clouds', ['cloud', 'cloudy', 'cloudy sky', 'fluffy cloud', 'white cloud', 'partly cloudy', 'scattered cloud'], 0.55),
  sky('Dramatic sky', ['dramatic sky', 'stormy sky', 'stormy', 'storm cloud', 'dark cloud', 'heavy cloud', 'thunderstorm', 'dramatic cloud'], 0.85),
]

const FOCUS: readonly Phrase[] = [
  focus(
    'Shallow focus',
    [
      'shallow depth of field',
      'shallow focus',
      'shallow dof',
      'narrow depth of field',
      'bokeh',
      'blurred background',
      'blurry background',
      'soft background',
      'out of focus background',
      'background blur',
      'creamy bokeh',
      'wide aperture',
      'wide open aperture',
      'portrait mode',
      'selective focus',
      'f1.4',
      'f 1 4',
      'f 1.8',
      'f 1 8',
      'f 2',
      'f 2 8',
      'depth of field',
      'dof',
      'blur background',
      'blurred',
    ],
    'shallow',
  ),
  focus('Medium depth of field', ['medium depth of field', 'moderate depth of field', 'some depth of field', 'f 4', 'f 5 6'], 'medium'),
  focus(
    'Everything in focus',
    [
      'deep depth of field',
      'deep focus',
      'everything in focus',
      'all in focus',
      'everything sharp',
      'fully sharp',
      'sharp throughout',
      'no bokeh',
      'no blur',
      'no depth of field',
      'without blur',
      'infinite depth of field',
      'large depth of field',
      'pan focus',
      'focus stacked',
      'tack sharp',
      'sharp focus',
      'f 8',
      'f 11',
      'f 16',
      'f 22',
    ],
    'deep',
  ),
  focus(
    'Macro',
    [
      'macro',
      'macro photo',
      'macro shot',
      'macro photography',
      'macro lens',
      'tilt shift',
      'miniature',
      'extreme shallow depth of field',
      'very shallow depth of field',
    ],
    'macro',
  ),
]

const GRADES: readonly Phrase[] = [
  grade(
    'Warm',
    [
      'warm',
      'warmer',
      'warm tone',
      'warm toned',
      'warm color',
      'warm colour',
      'warm palette',
      'warm mood',
      'cosy',
      'inviting',
      'autumnal',
      'autumn',
      'warm atmosphere',
      'homely',
      'sunny mood',
    ],
    (look, amount) => {
      look.grade.temperature = clamp(0.45 * amount)
    },
  ),
  grade(
    'Cool',
    [
      'cool',
      'cooler',
      'cold',
      'cool tone',
      'cool toned',
      'cool colour',
      'cool palette',
      'cold tone',
      'cold palette',
      'icy',
      'wintry',
      'cold mood',
      'cool mood',
      'cold atmosphere',
      'frosty',
      'nordic',
      'scandinavian',
    ],
    (look, amount) => {
      look.grade.temperature = clamp(-0.45 * amount)
    },
  ),
  grade(
    'Muted',
    [
      'muted',
      'muted colour',
      'muted tone',
      'muted palette',
      'desaturated',
      'subdued',
      'subdued colour',
      'faded',
      'washed out',
      'understated',
      'earthy',
      'earth tone',
      'natural colour',
      'neutral tone',
      'neutral palette',
      'low saturation',
      'toned down',
      'calm',
      'quiet',
      'serene',
      'peaceful',
    ],
    (look, amount) => {
      look.grade.saturation = clamp(-0.4 * amount)
    },
  ),
  grade(
    'Vivid',
    [
      'vivid',
      'vivid colour',
      'vibrant',
      'vibrant colour',
      'saturated',
      'saturated colour',
      'colourful',
      'colorful',
      'punchy',
      'rich colour',
      'bold colour',
      'bright colour',
      'playful',
      'lively',
      'pop art',
      'high saturation',
      'energetic',
      'cheerful',
      'intense colour',
    ],
    (look, amount) => {
      look.grade.saturation = clamp(0.4 * amount)
    },
  ),
  grade(
    'High contrast',
    ['high contrast', 'contrasty', 'strong contrast', 'more contrast', 'hard contrast', 'bold contrast', 'contrast', 'deep black', 'crisp', 'graphic'],
    (look, amount) => {
      look.grade.contrast = clamp(0.45 * amount)
    },
  ),
  grade(
    'Low contrast',
    ['low contrast', 'less contrast', 'soft contrast', 'flat contrast', 'hazy', 'misty look', 'faded black', 'matte look', 'dreamy', 'ethereal', 'delicate'],
    (look, amount) => {
      look.grade.contrast = clamp(-0.4 * amount)
    },
  ),
  grade(
    'Black and white',
    [
      'black and white',
      'black & white',
      'b & w',
      'bw',
      'monochrome',
      'monochromatic',
      'greyscale',
      'grey scale',
      'grayscale',
      'no colour',
      'without colour',
      'colourless',
    ],
    (look) => {
      look.grade.monochrome = true
    },
  ),
  grade('Sepia', ['sepia', 'sepia tone', 'sepia toned', 'daguerreotype', 'old photograph', 'antique photo'], (look) => {
    look.grade.sepia = true
  }),
  grade('Pastel', ['pastel', 'pastel colour', 'pastel tone', 'pastel palette', 'candy coloured', 'candy colour', 'soft colour', 'soft pastel'], (look) => {
    look.grade.pastel = true
  }),
  grade(
    'Film grain',
    [
      'film grain',
      'grain',
      'grainy',
      'analogue',
      'analog',
      '35mm film',
      '35mm',
      'kodak',
      'kodak portra',
      'portra',
      'noisy',
      'film look',
      'analogue film',
      'analog film',
      'film photo',
      'film photography',
      'polaroid',
    ],
    (look, amount) => {
      look.grade.grain = Math.min(1, 0.5 * amount)
    },
  ),
  grade('Vignette', ['vignette', 'vignetting', 'vignetted', 'dark corner', 'dark edge', 'darkened edge'], (look, amount) => {
    look.grade.vignette = Math.min(1, 0.55 * amount)
  }),
  grade(
    'Cinematic',
    [
      'cinematic',
      'filmic',
      'movie look',
      'movie still',
      'film still',
      'teal and orange',
      'orange and teal',
      'blockbuster',
      'cinema',
      'cinematic look',
      'cinematic lighting',
      'cinematic light',
      'color graded',
      'colour graded',
    ],
    (look) => {
      look.grade.cinematic = true
      look.grade.vignette = Math.max(look.grade.vignette, 0.3)
    },
  ),
  grade('Vintage', ['vintage', 'retro', 'nostalgic', '70s', '1970s', 'seventy', 'old school', 'aged'], (look) => {
    look.grade.temperature = 0.35
    look.grade.saturation = -0.25
    look.grade.contrast = -0.2
    look.grade.grain = Math.max(look.grade.grain, 0.4)
  }),
]

const STYLES: readonly Phrase[] = [
  style(
    'Clay render',
    [
      'clay render',
      'clay model',
      'clay style',
      'clay look',
      'white model',
      'ambient occlusion',
      'ao render',
      'clay rendering',
      'untextured',
      'untextured render',
      'maquette',
      'plaster model',
      'architectural model',
    ],
    (look) => {
      look.style = 'clay'
    },
  ),
  style(
    'Product shot',
    [
      'product shot',
      'product photo',
      'product photography',
      'product photograph',
      'product render',
      'packshot',
      'pack shot',
      'catalogue',
      'catalog',
      'catalogue shot',
      'e commerce',
      'ecommerce',
      'advertising',
      'commercial',
      'commercial photography',
      'advertisement',
      'hero shot',
      'studio photography',
      'studio photo',
      'studio shot',
      'still life',
      'magazine',
      'editorial',
      'premium',
      'luxury',
      'luxurious',
      'elegant',
      'sleek',
      'sophisticated',
      'high end',
      'refined',
      'clean look',
      'clean',
      'professional',
      'minimal',
      'minimalist',
      'minimalistic',
    ],
    (look) => {
      look.style = 'product'
    },
  ),
]

export const PHRASES: readonly Phrase[] = [...TIMES, ...LIGHTS, ...SKIES, ...FOCUS, ...GRADES, ...STYLES]
