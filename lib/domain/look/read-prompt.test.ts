import { describe, expect, it } from 'vitest'
import { lookSchema, readingSchema } from './look'
import { readPrompt } from './read-prompt'

const names = ['Vase', 'Floor', 'Marble plinth', 'Glass sphere', 'Armchair, seat', 'Armchair, back', 'Side table', 'Brass ring', 'Cushion', 'Table lamp']
const objects = names.map((name, i) => ({ id: `node_${i}`, name }))
const id = (name: string): string => objects.find((object) => object.name === name)?.id ?? ''
const read = (prompt: string) => readPrompt(prompt, objects)
const look = (prompt: string) => read(prompt).look
const labels = (prompt: string): string[] => read(prompt).chips.map((chip) => chip.label)
const ignored = (prompt: string): string[] => read(prompt).ignored.map((word) => word.text)
const materialsOf = (prompt: string, name: string) => look(prompt).materials.filter((change) => change.target !== 'all' && change.target.includes(id(name)))

describe('materials on named objects', () => {
  it.each([
    ['brass vase', 'Vase', 'brass'],
    ['a vase of brass', 'Vase', 'brass'],
    ['a vase made of polished brass', 'Vase', 'brass'],
    ['the vase is brass', 'Vase', 'brass'],
    ['Make the vase brass!', 'Vase', 'brass'],
    ['turn the vase into brass', 'Vase', 'brass'],
    ['vase: brass', 'Vase', 'brass'],
    ['vase brass, floor oak', 'Vase', 'brass'],
    ['brass for the vase', 'Vase', 'brass'],
    ['VASES in Brass', 'Vase', 'brass'],
    ['make the floor walnut', 'Floor', 'walnut'],
    ['wooden floor', 'Floor', 'oak'],
    ['walnut ground', 'Floor', 'walnut'],
    ['table of white marble', 'Side table', 'marble'],
    ['a light oak side table', 'Side table', 'oak'],
    ['concrete plinth', 'Marble plinth', 'concrete'],
    ['pedestal in terrazzo', 'Marble plinth', 'terrazzo'],
    ['frosted glass sphere', 'Glass sphere', 'frosted-glass'],
    ['rose gold ring', 'Brass ring', 'rose-gold'],
    ['navy velvet cushion', 'Cushion', 'velvet'],
    ['leather armchair', 'Armchair, seat', 'leather'],
  ] as const)('reads "%s"', (prompt, name, material) => {
    expect(materialsOf(prompt, name).map((change) => change.material)).toEqual([material])
    expect(ignored(prompt)).toEqual([])
  })

  it('gives one wish to all parts of a thing', () => {
    expect(look('leather armchair').materials[0]?.target).toEqual([id('Armchair, seat'), id('Armchair, back')])
  })

  it('keeps colour, finish and shade beside the material', () => {
    expect(look('matte navy blue ceramic vase').materials[0]).toMatchObject({ material: 'ceramic', color: '#14233f', finish: 'matte', shade: 0 })
    expect(look('dark oak floor').materials[0]).toMatchObject({ material: 'oak', color: null, shade: -0.5 })
    expect(look('#FF8800 vase').materials[0]).toMatchObject({ material: null, color: '#ff8800' })
    expect(look('gray vase').materials[0]?.color).toBe(look('grey vase').materials[0]?.color)
  })

  it('reads several things in one sentence apart', () => {
    expect(labels('Make the floor walnut and the vase brass')).toEqual(['Floor: walnut', 'Vase: brass'])
    expect(labels('brass vase on a walnut floor next to a concrete plinth')).toEqual(['Vase: brass', 'Floor: walnut', 'Marble plinth: concrete'])
  })

  it('shares a material over "vase and sphere", but not over "vase and the sphere"', () => {
    expect(look('brass vase and sphere').materials[0]?.target).toEqual([id('Vase'), id('Glass sphere')])
    expect(look('the brass vase and the sphere').materials[0]?.target).toEqual([id('Vase')])
  })

  it.each(['all in clay', 'everything in clay', 'clay everything', 'every object made of clay', 'in clay'])('gives "%s" to every object', (prompt) => {
    expect(look(prompt).materials).toEqual([{ target: 'all', material: 'clay', color: null, finish: null, shade: 0 }])
  })

  it('says which name is missing when no object is called so', () => {
    expect(read('a walnut floor, brass chandelier').ignored).toMatchObject([
      { text: 'brass chandelier', reason: 'Nothing in this scene is called “chandelier”.' },
    ])
  })

  it('asks for an object when a material stands alone', () => {
    expect(read('walnut').ignored[0]?.reason).toContain('Say what should be walnut')
    expect(readPrompt('walnut', [{ id: 'node_1', name: 'Vase' }]).look.materials[0]?.target).toEqual(['node_1'])
  })
})

describe('light', () => {
  it.each([
    ['golden hour', 'golden-hour'],
    ['late afternoon sun', 'golden-hour'],
    ['at sunset', 'golden-hour'],
    ['sunrise', 'sunrise'],
    ['High noon', 'noon'],
    ['an overcast day', 'overcast'],
    ['blue hour', 'dusk'],
    ['at night', 'night'],
    ['moonlit', 'moonlight'],
    ['candlelight', 'candlelight'],
    ['neon lights', 'neon'],
    ['studio lighting', 'studio'],
    ['two softboxes', 'softbox'],
  ] as const)('reads "%s"', (prompt, time) => {
    expect(look(prompt).lighting.time).toBe(time)
    expect(ignored(prompt)).toEqual([])
  })

  it('reads how the light falls', () => {
    expect(look('soft shadows').lighting.shadows).toBe('soft')
    expect(look('hard light').lighting.shadows).toBe('hard')
    expect(look('long soft shadows').lighting).toMatchObject({ longShadows: true, shadows: 'soft' })
    expect(look('high key').lighting.key).toBe('high')
    expect(look('dark and moody').lighting.key).toBe('low')
    expect(look('dramatic, rim-lit').lighting).toMatchObject({ dramatic: true, rim: true })
    expect(look('light from the left').lighting.from).toBe('left')
    expect(look('backlit').lighting.from).toBe('behind')
    expect(look('warm light').lighting.temperature).toBeGreaterThan(0)
    expect(look('cool light').lighting.temperature).toBeLessThan(0)
    expect(look('lit in red').lighting.color).toBe(look('red light').lighting.color)
  })

  it('says that long shadows take a low sun', () => {
    expect(read('golden hour, long soft shadows').chips.map((chip) => chip.label)).toEqual(['Golden hour', 'Low sun, long soft shadows'])
  })

  it('brings window light in from the side, at the time of day that was said', () => {
    expect(look('sunrise window light').lighting).toMatchObject({ time: 'sunrise', from: 'left' })
    expect(look('window light').lighting).toMatchObject({ time: 'overcast', from: 'left' })
    expect(look('light from the right, window light').lighting.from).toBe('right')
  })

  it('weighs a mood by "very" and "slightly"', () => {
    const [less, plain, more] = ['slightly warm', 'warm', 'very warm'].map((prompt) => look(prompt).grade.temperature)
    expect(less).toBeLessThan(plain ?? 0)
    expect(more).toBeGreaterThan(plain ?? 0)
  })
})

describe('backdrop', () => {
  it('reads colours, kinds and gradients', () => {
    expect(look('on a seamless pale pink backdrop').backdrop).toMatchObject({ kind: 'seamless', color: expect.stringMatching(/^#/) })
    expect(look('white background').backdrop).toEqual({ kind: 'plain', color: '#f4f3f0' })
    expect(look('on black').backdrop).toMatchObject({ kind: 'plain', color: '#141415' })
    expect(look('background: #336699').backdrop).toEqual({ kind: 'plain', color: '#336699' })
    expect(look('gradient from navy to pink').backdrop).toEqual({ kind: 'gradient', top: '#14233f', bottom: '#e59ab0' })
    expect(look('navy to pink gradient').backdrop).toEqual({ kind: 'gradient', top: '#14233f', bottom: '#e59ab0' })
    expect(look('gradient backdrop, navy to pink').backdrop).toEqual({ kind: 'gradient', top: '#14233f', bottom: '#e59ab0' })
    expect(look('gradient backdrop, brass vase').backdrop).toEqual({ kind: 'gradient', top: null, bottom: null })
    expect(look('clear blue sky').backdrop).toEqual({ kind: 'sky', clouds: 0 })
    expect(look('sky with clouds').backdrop).toMatchObject({ kind: 'sky', clouds: 0.55 })
  })
})

describe('focus and grade', () => {
  it('reads depth of field and what to focus on', () => {
    expect(look('shallow depth of field').focus).toEqual({ depth: 'shallow', on: null })
    expect(look('everything in focus').focus.depth).toBe('deep')
    expect(look('f/1.4').focus.depth).toBe('shallow')
    expect(look('macro').focus.depth).toBe('macro')
    expect(look('focus on the brass vase, bokeh').focus).toEqual({ depth: 'shallow', on: id('Vase') })
    expect(look('the cushion in focus').focus.on).toBe(id('Cushion'))
  })

  it('reads tone', () => {
    expect(look('black and white').grade.monochrome).toBe(true)
    expect(look('sepia').grade.sepia).toBe(true)
    expect(look('muted pastel colours').grade).toMatchObject({ pastel: true })
    expect(look('vivid').grade.saturation).toBeGreaterThan(0)
    expect(look('high contrast, film grain, vignette').grade).toMatchObject({ contrast: 0.45, grain: 0.5, vignette: 0.55 })
    expect(look('clay render').style).toBe('clay')
    expect(look('product shot').style).toBe('product')
  })
})

describe('words that Studio cannot follow', () => {
  it.each([
    ['a fluffy cat', 'fluffy cat', 'Studio renders what is in the scene; it cannot add a fluffy cat.'],
    ['a crowd of people', 'crowd', /cannot add people/],
    ['the smell of rain', 'smell of rain', /smell/],
    ['heavy rain', 'rain', /weather/],
    ['animated', 'animated', /still images/],
    ['wireframe', 'wireframe', /wireframes/],
    ['in watercolour', 'watercolour', /hosted/],
    ['8k', '8k', /panel/],
    ['close-up', 'close-up', /canvas/],
    ['Nike', 'Nike', /brands/],
  ] as const)('names "%s" with an honest reason', (prompt, text, reason) => {
    const [word] = read(prompt).ignored
    expect(word?.text).toBe(text)
    expect(word?.reason).toMatch(reason)
    expect(read(prompt).chips).toEqual([])
  })

  it('leaves out silently what is not wanted', () => {
    expect(read('no people, without grain, not too dark')).toMatchObject({ chips: [], ignored: [] })
  })

  it('says nothing about words that hold a sentence together', () => {
    expect(read('Please make it look really nice, with the vase standing there as it is.')).toMatchObject({ chips: [], ignored: [] })
  })
})

describe('every reading', () => {
  const words = [
    'brass vase matte black the a and of in on with to from everything floor walnut golden hour , . ; : cat fluffy rain seamless backdrop gradient',
    'focus on vase soft shadows light warm very slightly no #fff #12ab9f blue pink plinth & / f/1.8 make is armchair glass – é 🙂 (table) background sky clouds',
  ].flatMap((line) => line.split(' '))
  let state = 20261122
  const pick = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 4294967296) * n)
  }
  const prompts = Array.from({ length: 1500 }, () =>
    Array.from({ length: 1 + pick(18) }, () => words[pick(words.length)] ?? '').join(pick(5) === 0 ? '  ' : ' '),
  )

  it('points at its own words: spans lie inside the prompt, in order, never overlap, and quote it exactly', () => {
    for (const prompt of prompts) {
      const reading = read(prompt)
      const spans = [...reading.chips, ...reading.ignored].sort((a, b) => a.start - b.start)
      let before = 0
      for (const { start, end } of spans) {
        expect(start, prompt).toBeGreaterThanOrEqual(before)
        expect(end, prompt).toBeGreaterThan(start)
        before = end
      }
      expect(before).toBeLessThanOrEqual(prompt.length)
      for (const word of reading.ignored) expect(prompt.slice(word.start, word.end)).toBe(word.text)
    }
  })

  it('keeps to its schema, names only objects of the scene, and says the same again', () => {
    const known = new Set(objects.map((object) => object.id))
    for (const prompt of prompts) {
      const reading = read(prompt)
      expect(readingSchema.parse(reading)).toEqual(reading)
      expect(lookSchema.parse(JSON.parse(JSON.stringify(reading.look)))).toEqual(reading.look)
      for (const change of reading.look.materials) if (change.target !== 'all') for (const target of change.target) expect(known.has(target)).toBe(true)
      expect(read(prompt)).toEqual(reading)
    }
  })

  it('survives hostile text', () => {
    for (const prompt of [
      '',
      ' ',
      '\n\n',
      ','.repeat(2000),
      'a'.repeat(2000),
      'the '.repeat(500),
      '__proto__ constructor toString',
      '#'.repeat(2000),
      '\u0000\ud800 x',
    ]) {
      expect(() => readPrompt(prompt, objects)).not.toThrow()
    }
    expect(() => readPrompt('brass __proto__', [{ id: 'node_1', name: '__proto__' }])).not.toThrow()
  })

  it('takes under 2 ms for 2,000 characters once warm', () => {
    const prompt = 'Make the floor walnut and the vase brass, soft shadows, golden hour with a fluffy cat and bokeh; '.repeat(25).slice(0, 2000)
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 60; i++) {
      const start = performance.now()
      read(prompt)
      best = Math.min(best, performance.now() - start)
    }
    expect(best).toBeLessThan(2)
  })
})
