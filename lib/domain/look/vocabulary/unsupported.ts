import { list } from './list'

/** What people ask of image makers that Studio cannot do, with the honest reason. `{}` stands for the words of the prompt. */
export const UNSUPPORTED: readonly { reason: string; words: readonly string[] }[] = [
  {
    reason: 'Studio renders what is in the scene; it cannot add {}.',
    words: (
      'cat,dog,bird,horse,fish,butterfly,animal,kitten,puppy,lion,dragon,tree,forest,jungle,flower,rose petal,petal,plant,leaf,grass,palm tree,palm,ivy,' +
      'beach,ocean,sea,lake,river,water,waterfall,water drop,droplet,splash,wave,mountain,desert,dune,island,city,skyline,cityscape,street,road,building,house,castle,kitchen,living room,bedroom,bathroom,' +
      'office,garden,park,cafe,restaurant,museum,gallery,space,galaxy,planet,earth,star,car,bicycle,truck,train,airplane,rocket,robot,spaceship,boat,ship,' +
      'food,fruit,apple,orange slice,lemon slice,cake,bread,wine,coffee bean,cup of coffee,book,phone,laptop,computer,toy,balloon,confetti,bubble,feather,curtain,window,door,firework,flame,fire,sparkle,glitter,bird cage,butterfly wing'
    ).split(','),
  },
  {
    reason: 'Studio does not know brands.',
    words: list(`
      nike, adidas, ikea, coca cola, tesla, rolex, gucci, chanel, dior, sony, samsung, iphone, dyson, bmw, porsche, ferrari, aesop, muji
    `),
  },
  {
    reason: 'Studio always renders a background.',
    words: list(`
      transparent background, transparent backdrop, no background, without background, cut out, cutout, alpha background, isolated
    `),
  },
  { reason: 'Text comes from text objects in the scene.', words: list('text saying, text that says, saying, caption, watermark, slogan, typography') },
  {
    reason: 'Studio renders what is in the scene; it cannot add people.',
    words: list(`
      people, person, man, men, woman, women, girl, boy, child, children, kid, baby, crowd, hand, hands, face, human, fashion model, audience,
      family, couple, model wearing
    `),
  },
  {
    reason: 'Studio has no weather; sky and clouds are all it can do.',
    words: list(`
      rain, raining, rainy, snow, snowing, snowy, fog, foggy, mist, misty, smoke, smoky, haze, wind, windy, lightning, dust, steam, god ray,
      volumetric, volumetric light, volumetric lighting, sunbeam, light ray, rain drop, rainbow
    `),
  },
  {
    reason: 'Studio makes still images.',
    words: list(`
      animation, animate, animated, video, gif, moving, spinning, rotating, turntable, motion, motion blur, timelapse, flying, running, dancing,
      falling, jumping, walking, loop, looping
    `),
  },
  {
    reason: 'An image has no smell, taste or sound.',
    words: list(`
      smell, scent, fragrance, perfumed, taste, tasty, delicious, sound, music, noise of, rain smell, smell of rain, aroma
    `),
  },
  {
    reason: 'Studio renders as a camera would; painted and drawn styles need a hosted engine.',
    words: list(`
      watercolour, watercolor, oil painting, painting, painted by, painterly, anime, manga, cartoon, comic, sketch, drawing, pencil, pencil
      drawing, charcoal drawing, ink, illustration, pixel art, low poly, lowpoly, voxel, impressionist, impressionism, cubist, cubism, surreal,
      surrealism, surrealist, abstract art, van gogh, picasso, monet, ghibli, studio ghibli, pixar, disney, cel shaded, toon, toon shaded, line
      art, blueprint, collage, graffiti, art nouveau, art deco, isometric illustration, claymation, stop motion, lego
    `),
  },
  { reason: 'Studio does not draw wireframes.', words: list('wireframe, wire frame, mesh lines, topology, x ray, xray') },
  {
    reason: 'Size and quality are set in the panel.',
    words: list(`
      8k, 4k, 16k, 2k, uhd, full hd, hd, hdr, high resolution, hi res, highres, high quality, best quality, ultra detailed, highly detailed, hyper
      detailed, masterpiece, award winning, trending on artstation, artstation, octane, octane render, unreal engine, unreal, blender, cycles, v
      ray, vray, redshift, arnold, ray tracing, ray traced, raytraced, path traced, path tracing, global illumination, seed, sampler, sharper
      resolution
    `),
  },
  {
    reason: 'The camera is the one on the canvas; move it there.',
    words: list(`
      close up, closeup, extreme close up, wide shot, wide angle, fisheye, fish eye, top view, top down, top down view, bird eye view, birdseye,
      bird view, aerial, aerial view, drone shot, side view, front view, low angle, high angle, eye level, dutch angle, zoom, zoom in, zoomed,
      zoom out, isometric, isometric view, centred, centered, rule of third, panorama, panoramic, portrait orientation, landscape orientation,
      vertical, horizontal, crop, cropped, perspective, full body, 85mm, 50mm, 24mm, telephoto, symmetrical, negative space
    `),
  },
  {
    reason: 'Studio keeps every object where the scene has it.',
    words: list(`
      floating, levitating, hovering, bigger, larger, smaller, taller, tilted, stacked, scattered, broken, shattered, melting, exploding,
      exploded, remove, delete, hide, replace, add, move, rearrange, more object, upside down
    `),
  },
]

/** Words that carry no wish of their own. They are neither understood nor ignored. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those some any each of in on at to into onto from by for with within without against under over above below beside between near next behind front around along through
  and or but so then also too as is are was be been being should would could must can will shall may might do does did have has had it its they them their there here where when while which who
  i me my we us our you your he she his her please make makes made making turn turns turning turned change changes set sets put give gives want wants like likes need needs let lets get gets use using used render
  rendered rendering show shows showing create creates generate produce add image picture photo photograph photography photographic shot view scene look looks looking feel feels feeling style styled mood
  atmosphere vibe vibes ambience ambiance aesthetic theme tone tones toned palette colour coloured colouring light lighting lit lighted illuminated illumination lamp lights shadow shadows background bg material materials
  finish finished surface surfaces texture textured textures effect effects very really quite rather slightly little bit lot much more most less just only even still no not nor nice nicely beautiful beautifully good great lovely pretty gorgeous
  amazing stunning perfect realistic realistically photorealistic photoreal hyperrealistic ultra super highly extremely real true natural naturally modern contemporary new one ones
  all every everything whole entire object objects thing things item items piece pieces element elements set setting setup environment composition subject hint touch kind sort type way coming cast casting falls fall
  through across full fully well up down off out if than same other another else both few many several such own now again solid plain pure genuine day hour time paint painted coat coated covered cover cladding clad depth field focus focused focusing sharp
  camera lens aperture exposed exposure standing sitting resting placed lying laying hanging filled tinted tint hue accent accents detail details detailed wonderful simple simply subtle subtly strong strongly heavy heavily gently softly fresh fine
  let's lets i'd id i'm im we'd dont don't keep keeps leave etc plus per via end start soon today hello hi thanks thank okay ok yes s t`.split(/\s+/),
)
