import { describe, expect, it } from 'vitest'
import type { ComparedRecipe } from './comparison'
import { type DifferenceRow, describeDifferences } from './describe-comparison'

const recipe = (change: Partial<ComparedRecipe> = {}): ComparedRecipe => ({
  prompt: 'studio light',
  engine: 'studio',
  engineVersion: '1',
  seed: 7,
  settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'draft', seed: 7, images: 1 },
  references: [],
  ...change,
})
const side = (made: ComparedRecipe | null, change: Record<string, unknown> = {}) => ({
  generationId: 'gen_a',
  outputId: 'out_a',
  sceneId: 'scn_a',
  sceneName: 'Plinth',
  width: 1184,
  height: 888,
  hasScene: true,
  recipe: made,
  ...change,
})
const LABELS = { studio: 'Studio', fal: 'Flux' }
const row = (rows: readonly DifferenceRow[], about: string): DifferenceRow | undefined => rows.find((each) => each.about === about)

describe('what differs between two images', () => {
  it('is nothing between equal ones, and all of it is listed as the same', () => {
    expect(describeDifferences(side(recipe()), side(recipe()), LABELS, [])).toEqual({
      rows: [],
      same: ['prompt', 'engine', 'quality', 'ratio', 'seed 7', 'pixels', 'scene and camera'],
    })
  })

  it('names the object where one alone was changed, and the image before the change for what it is', () => {
    const edit = { baseOutputId: 'out_a', nodeId: 'node_vase', objectName: 'Vase', grow: 12, includeShadow: true, scenePrompt: '', earlier: [] }
    const changed = side(recipe({ settings: { ...recipe().settings, edit } }))
    expect(row(describeDifferences(side(recipe()), changed, LABELS, []).rows, 'Changed')).toMatchObject({
      before: 'the whole scene',
      after: 'Vase, grown 12 px, with its shadow and reflection',
    })
    expect(row(describeDifferences(side(null, { outputId: null }), changed, LABELS, []).rows, 'Made by')).toMatchObject({
      before: 'The image before the change',
    })
  })

  it('marks the prompt word by word and tells settings before and after', () => {
    const settings = { ...recipe().settings, quality: 'high' as const }
    const { rows, same } = describeDifferences(side(recipe()), side(recipe({ prompt: 'golden light', seed: 8, engine: 'fal', settings })), LABELS, null)
    expect(row(rows, 'Prompt')).toMatchObject({
      words: [
        { kind: 'removed', text: 'studio' },
        { kind: 'added', text: 'golden' },
        { kind: 'same', text: ' light' },
      ],
    })
    expect(row(rows, 'Engine')).toMatchObject({ before: 'Studio 1', after: 'Flux 1' })
    expect(row(rows, 'Quality')).toMatchObject({ before: 'Draft', after: 'High' })
    expect(row(rows, 'Seed')).toMatchObject({ before: '7', after: '8' })
    expect(same).toEqual(['ratio', 'pixels'])
  })

  it('marks word by word what was to be left out, and says nothing of it where nothing was', () => {
    const without = (negativePrompt?: string) => side(recipe({ settings: { ...recipe().settings, negativePrompt } }))
    const { rows } = describeDifferences(without(), without('people'), LABELS, [])
    expect(rows).toEqual([{ about: 'Leave out', kind: 'words', words: [{ kind: 'added', text: 'people' }] }])
    expect(describeDifferences(without(''), without(), LABELS, []).rows).toEqual([])
  })

  it('tells references slot by slot: added, removed, replaced and used in another way', () => {
    const style = { slot: 2, assetId: 'ast_1', role: 'style', strength: 0.6 } as const
    const concept = { slot: 3, assetId: 'ast_2', role: 'concept', strength: 1 } as const
    const between = (before: ComparedRecipe['references'], after: ComparedRecipe['references']) =>
      row(describeDifferences(side(recipe({ references: before })), side(recipe({ references: after })), LABELS, []).rows, 'References')
    expect(between([], [style])).toMatchObject({ lines: ['Slot 2 added as style, 60%'] })
    expect(between([style, concept], [{ ...style, strength: 0.3 }])).toMatchObject({
      lines: ['Slot 2: style, 60% to style, 30%', 'Slot 3 removed (concept, 100%)'],
    })
    expect(between([style], [{ ...style, assetId: 'ast_9' }])).toMatchObject({ lines: ['Slot 2: another picture'] })
    expect(between([style], [style])).toBeUndefined()
  })

  it('tells the scene in the words of its diff, and by name where it is another scene', () => {
    expect(row(describeDifferences(side(recipe()), side(recipe()), LABELS, ['Lamp hidden']).rows, 'Scene')).toMatchObject({ lines: ['Lamp hidden'] })
    const other = describeDifferences(side(recipe()), side(recipe(), { sceneId: 'scn_b', sceneName: 'Room' }), LABELS, ['Another scene'])
    expect(row(other.rows, 'Scene')).toMatchObject({ before: 'Plinth', after: 'Room' })
    expect(row(other.rows, 'In the scene')).toMatchObject({ lines: ['Another scene'] })
  })

  it('tells against a snapshot what made the image out of it', () => {
    const { rows, same } = describeDifferences(side(null, { outputId: null }), side(recipe()), LABELS, [])
    expect(row(rows, 'Made by')).toMatchObject({ before: 'The canvas, as it looked in the editor', after: 'Studio 1, draft' })
    expect(row(rows, 'Prompt')).toMatchObject({ words: [{ kind: 'added', text: 'studio light' }] })
    expect(same).toEqual(['pixels', 'scene and camera'])
  })
})
