import { type Backdrop, emptyLook, type Look, type MaterialChange } from '@/lib/domain/look/look'
import type { NamedObject } from '@/lib/domain/look/objects'
import { readObjectPrompt } from '@/lib/domain/look/read-object-prompt'
import { readPrompt } from '@/lib/domain/look/read-prompt'
import type { SceneDocument } from '@/lib/scene/schema'
import type { EngineRequest } from '../../contract'
import type { StudioScene } from '../studio-scene'
import { applyReference, giveReference, type Styled } from './apply-reference'
import { applyBackdrop, liven, skyGradient, stageBare } from './backdrop'
import { applyFocus } from './focus'
import { type Grade, NEUTRAL_GRADE } from './grade'
import { applyLighting, isOutdoors, type MapSize } from './lighting'
import { applyMaterials } from './materials'
import { viewOf } from './measure'

export { develop, type Grade } from './grade'

export type LookedScene = { scene: StudioScene; grade: Grade }

/** A sky that is seen needs more pixels than one that only gives light. */
const SEEN_SKY: MapSize = { width: 1536, height: 768 }
const LIGHT_SKY: MapSize = { width: 512, height: 256 }

/**
 * Turns prompt and references into light, backdrop, materials, lens and grade. The objects and the camera stay as composed.
 * The same request gives the same scene. Pass the grade to `develop` with the denoised film.
 */
export async function applyLook(scene: StudioScene, request: EngineRequest): Promise<LookedScene> {
  const objects = request.canvas ? objectsOf(request.canvas.scene) : []
  // A change of one object leaves the picture as it was asked for first, and changes single objects of it.
  const prompt = request.settings.edit?.scenePrompt ?? request.prompt
  const look = prompt.trim() === '' ? emptyLook() : readPrompt(prompt, objects, request.references).look
  const looked = lookAt(scene, look)
  let styled: Styled = { scene: looked, palette: null }
  const named = look.materials.flatMap((change) => (change.target === 'all' ? [] : change.target))
  const givenTo = (slot: 2 | 3): string[] => look.references.flatMap((change) => (change.slot === slot ? change.target : []))
  for (const reference of request.references) {
    // A material that was given to objects by name goes nowhere else; any other role acts on the whole picture as well.
    if (reference.role !== 'material' || givenTo(reference.slot).length === 0) styled = await applyReference(styled, reference, named, viewOf(styled.scene))
  }
  for (const reference of request.references) styled = await giveReference(styled, reference, givenTo(reference.slot), viewOf(styled.scene))
  return { scene: applyMaterials(styled.scene, objectChanges(request, objects), viewOf(styled.scene)), grade: gradeOf(look, styled.palette) }
}

/** What the prompts about single objects ask for, the oldest first. */
function objectChanges({ settings: { edit }, prompt }: EngineRequest, objects: readonly NamedObject[]): MaterialChange[] {
  if (!edit) return []
  return [...edit.earlier, { nodeId: edit.nodeId, prompt }].flatMap((step) => {
    const object = objects.find(({ id }) => id === step.nodeId)
    return object ? readObjectPrompt(step.prompt, object, objects).look.materials : []
  })
}

/** The objects that a prompt may name. */
export const objectsOf = (document: SceneDocument): NamedObject[] =>
  document.order.flatMap((id) => {
    const node = document.nodes[id]
    return node && node.type !== 'light' ? [{ id, name: node.name }] : []
  })

/** The look's part alone, without references. */
export function lookAt(scene: StudioScene, look: Look): StudioScene {
  const wish = withStyle({ ...look, backdrop: backdropOf(look) })
  const view = viewOf(scene)
  const surfaced = applyMaterials(scene, wish.materials, view)
  // A cyclorama stands before the lights are placed, so that none ends up behind it.
  const swept = wish.backdrop !== null && wish.backdrop.kind !== 'sky'
  const staged = wish.backdrop && swept ? applyBackdrop(surfaced, wish.backdrop, view) : wish.backdrop ? surfaced : stageBare(surfaced, view)
  const clouds = wish.backdrop?.kind === 'sky' ? wish.backdrop.clouds : null
  // A sky asked for by name needs a day to show.
  const lighting = wish.backdrop?.kind === 'sky' && wish.lighting.time === null ? { ...wish.lighting, time: 'day' as const } : wish.lighting
  const seen = wish.backdrop?.kind === 'sky' || scene.background.kind === 'environment'
  const lit = applyLighting(staged, lighting, clouds, view, seen ? SEEN_SKY : LIGHT_SKY)
  return applyFocus(staged !== surfaced ? lit : behind(lit, { ...wish, lighting }, view), wish.focus, view)
}

function behind(scene: StudioScene, look: Look, view: ReturnType<typeof viewOf>): StudioScene {
  if (look.backdrop) return applyBackdrop(scene, look.backdrop, view)
  if (scene.background.kind === 'environment') return scene
  if (isOutdoors(look.lighting.time)) return skyGradient(scene, view)
  const dark = look.lighting.time === 'neon' || look.lighting.time === 'candlelight' ? 0.06 : look.lighting.key === 'low' || look.lighting.dramatic ? 0.16 : 1
  const { top, bottom } = scene.background
  const dimmed: StudioScene =
    dark === 1
      ? scene
      : {
          ...scene,
          background: { kind: 'gradient', top: [top[0] * dark, top[1] * dark, top[2] * dark], bottom: [bottom[0] * dark, bottom[1] * dark, bottom[2] * dark] },
        }
  return liven(dimmed)
}

/** A gradient without colours takes its own from the scene, but a pastel one is known by its colours. */
const PASTEL: Backdrop = { kind: 'gradient', top: '#b3c0ea', bottom: '#f4cdc4' }

function backdropOf({ backdrop, grade }: Look): Backdrop | null {
  return backdrop?.kind === 'gradient' && !backdrop.top && !backdrop.bottom && grade.pastel ? PASTEL : backdrop
}

/** Styles are bundles of the other wishes, and give way to any that was said outright. */
function withStyle(look: Look): Look {
  if (look.style === 'clay')
    return {
      ...look,
      materials: [{ target: 'all', material: 'clay', color: null, finish: null, shade: 0 }, ...look.materials],
      lighting: { ...look.lighting, time: look.lighting.time ?? 'studio', shadows: look.lighting.shadows ?? 'soft' },
      backdrop: look.backdrop ?? { kind: 'seamless', color: '#c9c1b7' },
    }
  if (look.style === 'product') return { ...look, lighting: { ...look.lighting, time: look.lighting.time ?? (look.lighting.key === 'low' ? null : 'studio') } }
  return look
}

/** A camera left on daylight shows low sun as warm as it feels. */
const WARMTH: Readonly<Partial<Record<NonNullable<Look['lighting']['time']>, number>>> = { 'golden-hour': 0.36, sunrise: 0.08 }

/** A picture always gets a breath of contrast and falloff, as a photographer's print would. */
function gradeOf(look: Look, palette: Grade['palette']): Grade {
  const { grade } = look
  return {
    ...NEUTRAL_GRADE,
    ...grade,
    temperature: Math.min(1, grade.temperature + (WARMTH[look.lighting.time ?? 'day'] ?? 0)),
    contrast: grade.contrast + (look.lighting.dramatic ? 0.28 : 0.16),
    vignette: Math.max(grade.vignette, look.lighting.dramatic || look.lighting.key === 'low' ? 0.35 : 0.12),
    palette,
  }
}
