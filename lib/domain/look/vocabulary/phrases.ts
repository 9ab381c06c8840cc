import type { Look } from '../look'
import { LIGHT_PHRASES, TIME_PHRASES } from './light-phrases'
import { list } from './list'
import { clampSigned, type Phrase, phraseOf } from './phrase'

const grade = phraseOf('grade')
const style = phraseOf('style')
const focus = (label: string, words: readonly string[], depth: Look['focus']['depth']): Phrase =>
  phraseOf('focus')(label, words, (look) => {
    look.focus.depth = depth
  })

const sky = (label: string, words: readonly string[], clouds: number | null): Phrase => ({
  label,
  kind: 'backdrop',
  words,
  apply: (look) => {
    look.backdrop = { kind: 'sky', clouds }
  },
})

const SKIES: readonly Phrase[] = [
  sky('Sky', list('sky, under sky, open sky, horizon, open air'), null),
  sky('Clear sky', list('clear sky, blue sky, cloudless sky, cloudless, no cloud, without cloud, clear blue sky'), 0),
  sky('Clouds', list('cloud, cloudy, cloudy sky, fluffy cloud, white cloud, partly cloudy, scattered cloud'), 0.55),
  sky(
    'Dramatic sky',
    list(`
      dramatic sky, stormy sky, stormy, storm cloud, dark cloud, heavy cloud, thunderstorm, dramatic cloud
    `),
    0.85,
  ),
]

const FOCUS: readonly Phrase[] = [
  focus(
    'Shallow focus',
    list(`
      shallow depth of field, shallow focus, shallow dof, narrow depth of field, bokeh, blurred background, blurry background, soft background,
      out of focus background, background blur, creamy bokeh, wide aperture, wide open aperture, portrait mode, selective focus, f1.4, f 1 4, f
      1.8, f 1 8, f 2, f 2 8, depth of field, dof, blur background, blurred
    `),
    'shallow',
  ),
  focus('Medium depth of field', list('medium depth of field, moderate depth of field, some depth of field, f 4, f 5 6'), 'medium'),
  focus(
    'Everything in focus',
    list(`
      deep depth of field, deep focus, everything in focus, all in focus, everything sharp, fully sharp, sharp throughout, no bokeh, no blur, no
      depth of field, without blur, infinite depth of field, large depth of field, pan focus, focus stacked, tack sharp, sharp focus, f 8, f 11, f
      16, f 22
    `),
    'deep',
  ),
  focus(
    'Macro',
    list(`
      macro, macro photo, macro shot, macro photography, macro lens, tilt shift, miniature, extreme shallow depth of field, very shallow depth of
      field
    `),
    'macro',
  ),
]

const GRADES: readonly Phrase[] = [
  grade(
    'Warm',
    list(`
      warm, warmer, warm tone, warm toned, warm color, warm colour, warm palette, warm mood, cosy, inviting, autumnal, autumn, warm atmosphere,
      homely, sunny mood
    `),
    (look, amount) => {
      look.grade.temperature = clampSigned(0.45 * amount)
    },
  ),
  grade(
    'Cool',
    list(`
      cool, cooler, cold, cool tone, cool toned, cool colour, cool palette, cold tone, cold palette, icy, wintry, cold mood, cool mood, cold
      atmosphere, frosty, nordic, scandinavian
    `),
    (look, amount) => {
      look.grade.temperature = clampSigned(-0.45 * amount)
    },
  ),
  grade(
    'Muted',
    list(`
      muted, muted colour, muted tone, muted palette, desaturated, subdued, subdued colour, faded, washed out, understated, earthy, earth tone,
      natural colour, neutral tone, neutral palette, low saturation, toned down, calm, quiet, serene, peaceful
    `),
    (look, amount) => {
      look.grade.saturation = clampSigned(-0.4 * amount)
    },
  ),
  grade(
    'Vivid',
    list(`
      vivid, vivid colour, vibrant, vibrant colour, saturated, saturated colour, colourful, colorful, punchy, rich colour, bold colour, bright
      colour, playful, lively, pop art, high saturation, energetic, cheerful, intense colour
    `),
    (look, amount) => {
      look.grade.saturation = clampSigned(0.4 * amount)
    },
  ),
  grade(
    'High contrast',
    list(`
      high contrast, contrasty, strong contrast, more contrast, hard contrast, bold contrast, contrast, deep black, crisp, graphic
    `),
    (look, amount) => {
      look.grade.contrast = clampSigned(0.45 * amount)
    },
  ),
  grade(
    'Low contrast',
    list(`
      low contrast, less contrast, soft contrast, flat contrast, hazy, misty look, faded black, matte look, dreamy, ethereal, delicate
    `),
    (look, amount) => {
      look.grade.contrast = clampSigned(-0.4 * amount)
    },
  ),
  grade(
    'Black and white',
    list(`
      black and white, black & white, b & w, bw, monochrome, monochromatic, greyscale, grey scale, grayscale, no colour, without colour,
      colourless
    `),
    (look) => {
      look.grade.monochrome = true
    },
  ),
  grade('Sepia', list('sepia, sepia tone, sepia toned, daguerreotype, old photograph, antique photo'), (look) => {
    look.grade.sepia = true
  }),
  grade(
    'Pastel',
    list(`
      pastel, pastel colour, pastel tone, pastel palette, candy coloured, candy colour, soft colour, soft pastel
    `),
    (look) => {
      look.grade.pastel = true
    },
  ),
  grade(
    'Film grain',
    list(`
      film grain, grain, grainy, analogue, analog, 35mm film, 35mm, kodak, kodak portra, portra, noisy, film look, analogue film, analog film,
      film photo, film photography, polaroid
    `),
    (look, amount) => {
      look.grade.grain = Math.min(1, 0.5 * amount)
    },
  ),
  grade('Vignette', list('vignette, vignetting, vignetted, dark corner, dark edge, darkened edge'), (look, amount) => {
    look.grade.vignette = Math.min(1, 0.55 * amount)
  }),
  grade(
    'Cinematic',
    list(`
      cinematic, filmic, movie look, movie still, film still, teal and orange, orange and teal, blockbuster, cinema, cinematic look, cinematic
      lighting, cinematic light, color graded, colour graded
    `),
    (look) => {
      look.grade.cinematic = true
      look.grade.vignette = Math.max(look.grade.vignette, 0.3)
    },
  ),
  grade('Vintage', list('vintage, retro, nostalgic, 70s, 1970s, seventy, old school, aged'), (look) => {
    look.grade.temperature = 0.35
    look.grade.saturation = -0.25
    look.grade.contrast = -0.2
    look.grade.grain = Math.max(look.grade.grain, 0.4)
  }),
]

const STYLES: readonly Phrase[] = [
  style(
    'Clay render',
    list(`
      clay render, clay model, clay style, clay look, white model, ambient occlusion, ao render, clay rendering, untextured, untextured render,
      maquette, plaster model, architectural model
    `),
    (look) => {
      look.style = 'clay'
    },
  ),
  style(
    'Product shot',
    list(`
      product shot, product photo, product photography, product photograph, product render, packshot, pack shot, catalogue, catalog, catalogue
      shot, e commerce, ecommerce, advertising, commercial, commercial photography, advertisement, hero shot, studio photography, studio photo,
      studio shot, still life, magazine, editorial, premium, luxury, luxurious, elegant, sleek, sophisticated, high end, refined, clean look,
      clean, professional, minimal, minimalist, minimalistic
    `),
    (look) => {
      look.style = 'product'
    },
  ),
]

export const PHRASES: readonly Phrase[] = [...TIME_PHRASES, ...LIGHT_PHRASES, ...SKIES, ...FOCUS, ...GRADES, ...STYLES]
