import { describe, expect, it } from 'vitest'
import { type CompareView, FIRST_VIEW, parseCompared, readView, snapshotRef, writeView } from './comparison'

describe('the pictures that an address names', () => {
  it('are two to four, each once, outputs and snapshots alike', () => {
    expect(parseCompared(`out_a,${snapshotRef('gen_b')},out_a`)).toEqual([
      { kind: 'output', outputId: 'out_a' },
      { kind: 'snapshot', generationId: 'gen_b' },
    ])
  })

  it.each(['', 'out_a', 'out_a,out_a', 'a,b,c,d,e', 'out_a,<script>', 'out_a,snap_'])('are refused as a whole in %j', (text) => {
    expect(parseCompared(text)).toBeNull()
  })
})

describe('the view that an address opens', () => {
  it.each<Partial<CompareView>>([
    {},
    { mode: 'slider', at: 0.254 },
    { mode: 'overlay', opacity: 0.8, left: 2, right: 0 },
    { mode: 'side', zoom: 3.5, x: 0.25, y: 0.75 },
    { mode: 'difference', left: 1, right: 2 },
  ])('is the one that was written into it: %j', (change) => {
    const view = { ...FIRST_VIEW, ...change }
    expect(readView(writeView(view), 3)).toEqual(view)
  })

  it('is the first view wherever the address makes no sense', () => {
    expect(readView({ mode: 'x', at: 'NaN', opacity: '7', zoom: '-1', x: '', y: ['0', '1'], pair: 'aa' }, 2)).toEqual(FIRST_VIEW)
    expect(readView({ pair: 'ad' }, 3)).toMatchObject({ left: 0, right: 1 })
  })
})
