import type { ComparedFacts, ComparedRecipe, ComparePicture } from './comparison'
import { editWords } from './edit-words'
import { engineName } from './engine-name'
import { diffWords, type WordChange } from './word-diff'

/** One line below a comparison: what it is about, and what changed there. */
export type DifferenceRow =
  | { about: string; kind: 'words'; words: WordChange[] }
  | { about: string; kind: 'change'; before: string; after: string }
  | { about: string; kind: 'lines'; lines: string[] }

export type Differences = {
  rows: DifferenceRow[]
  /** What is the same in both, as one list of words: `engine`, `seed 4107`. */
  same: string[]
}

type Side = Pick<ComparePicture, 'width' | 'height'> & Pick<ComparedFacts, 'generationId' | 'outputId' | 'sceneId' | 'sceneName' | 'recipe' | 'hasScene'>

const QUALITIES = { draft: 'Draft', standard: 'Standard', high: 'High' } as const

/**
 * What differs between two pictures, in words: prompt, references, engine, settings and the scene, in this order.
 * @param engineLabels Names of engines by id.
 * @param sceneChange What became of the scene, or null where one of the scenes is not known.
 */
export function describeDifferences(
  before: Side,
  after: Side,
  engineLabels: Readonly<Record<string, string>>,
  sceneChange: readonly string[] | null,
): Differences {
  const out: Differences = { rows: [], same: [] }
  if (before.recipe && after.recipe) compareRecipes(out, before.recipe, after.recipe, engineLabels)
  else compareWithCanvas(out, before, after, engineLabels)
  compareSize(out, before, after)
  compareScenes(out, before, after, sceneChange)
  return out
}

function put(out: Differences, about: string, before: string, after: string): void {
  if (before === after) out.same.push(about.toLowerCase())
  else out.rows.push({ about, kind: 'change', before, after })
}

function compareRecipes(out: Differences, before: ComparedRecipe, after: ComparedRecipe, engineLabels: Readonly<Record<string, string>>): void {
  if (before.prompt === after.prompt) out.same.push('prompt')
  else out.rows.push({ about: 'Prompt', kind: 'words', words: diffWords(before.prompt, after.prompt) })
  const [wasOut, isOut] = [before.settings.negativePrompt ?? '', after.settings.negativePrompt ?? '']
  if (wasOut !== isOut) out.rows.push({ about: 'Leave out', kind: 'words', words: diffWords(wasOut, isOut) })
  if (before.settings.edit || after.settings.edit) put(out, 'Changed', changedWords(before), changedWords(after))
  const references = referenceChanges(before, after)
  if (references.length > 0) out.rows.push({ about: 'References', kind: 'lines', lines: references })
  else if (after.references.length > 0) out.same.push('references')
  put(out, 'Engine', engineWords(before, engineLabels), engineWords(after, engineLabels))
  put(out, 'Quality', QUALITIES[before.settings.quality], QUALITIES[after.settings.quality])
  put(out, 'Ratio', before.settings.ratio, after.settings.ratio)
  if (before.settings.canvas !== after.settings.canvas) put(out, 'Canvas', canvasWords(before), canvasWords(after))
  if (before.seed === after.seed && before.seed !== null) out.same.push(`seed ${before.seed}`)
  else if (before.seed !== after.seed) put(out, 'Seed', seedWords(before), seedWords(after))
}

/** A snapshot was made by nothing but the scene, so all of the recipe is new in the image beside it. */
function compareWithCanvas(out: Differences, before: Side, after: Side, engineLabels: Readonly<Record<string, string>>): void {
  const recipe = after.recipe ?? before.recipe
  if (!recipe) return
  // What stands in the place of the canvas there is the image before the change.
  const bare = recipe.settings.edit ? 'The image before the change' : 'The canvas, as it looked in the editor'
  const made = (side: Side): string => (side.recipe ? `${engineWords(side.recipe, engineLabels)}, ${side.recipe.settings.quality}` : bare)
  put(out, 'Made by', made(before), made(after))
  if (recipe.prompt.trim() !== '') {
    out.rows.push({ about: 'Prompt', kind: 'words', words: diffWords(before.recipe?.prompt ?? '', after.recipe?.prompt ?? '') })
  }
  const references = referenceChanges(before.recipe, after.recipe)
  if (references.length > 0) out.rows.push({ about: 'References', kind: 'lines', lines: references })
}

const engineWords = (recipe: ComparedRecipe, labels: Readonly<Record<string, string>>): string =>
  `${engineName(recipe.engine, labels)}${recipe.engineVersion ? ` ${recipe.engineVersion}` : ''}`
const changedWords = ({ settings }: ComparedRecipe): string => (settings.edit ? editWords(settings.edit) : 'the whole scene')
const canvasWords = (recipe: ComparedRecipe): string => (recipe.settings.canvas ? 'used' : 'left out')
const seedWords = (recipe: ComparedRecipe): string => (recipe.seed === null ? 'none' : String(recipe.seed))

type Reference = ComparedRecipe['references'][number]

const useWords = (reference: Reference): string => `${reference.role}, ${Math.round(reference.strength * 100)}%`

/** Slot by slot: added, removed, replaced, or used in another way. */
function referenceChanges(before: ComparedRecipe | null, after: ComparedRecipe | null): string[] {
  return [2, 3].flatMap((slot) => {
    const was = before?.references.find((reference) => reference.slot === slot)
    const is = after?.references.find((reference) => reference.slot === slot)
    if (!was) return is ? [`Slot ${slot} added as ${useWords(is)}`] : []
    if (!is) return [`Slot ${slot} removed (${useWords(was)})`]
    const use = useWords(was) === useWords(is) ? '' : `${useWords(was)} to ${useWords(is)}`
    if (was.assetId !== is.assetId) return [`Slot ${slot}: another picture${use ? `, ${use}` : ''}`]
    return use ? [`Slot ${slot}: ${use}`] : []
  })
}

function compareSize(out: Differences, before: Side, after: Side): void {
  put(out, 'Pixels', `${before.width} × ${before.height}`, `${after.width} × ${after.height}`)
}

function compareScenes(out: Differences, before: Side, after: Side, change: readonly string[] | null): void {
  if (before.sceneId !== after.sceneId) put(out, 'Scene', before.sceneName ?? 'A deleted scene', after.sceneName ?? 'A deleted scene')
  if (change && change.length > 0) out.rows.push({ about: before.sceneId === after.sceneId ? 'Scene' : 'In the scene', kind: 'lines', lines: [...change] })
  else if (change) out.same.push('scene and camera')
  else if (before.hasScene !== after.hasScene) {
    const words = (side: Side): string => (side.hasScene ? 'made from the scene' : 'made without the canvas')
    out.rows.push({ about: 'Scene', kind: 'change', before: words(before), after: words(after) })
  }
}
