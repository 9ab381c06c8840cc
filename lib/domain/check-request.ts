import { type GenerationSettings, REFERENCE_ROLES, type Reference } from './generation'
import type { EngineOption } from './generation-view'

export type RequestFacts = {
  settings: GenerationSettings
  references: readonly Pick<Reference, 'role'>[]
  prompt: string
  /** Whether the scene has anything visible. */
  hasContent: boolean
}

const roleNames = (roles: readonly string[]): string => roles.join(', ')

/**
 * Why this request cannot be made, as a sentence for the user, or null when it can. The panel uses it to disable the
 * button and the server enforces it again, so both always agree.
 */
export function whyNotGenerate(option: EngineOption | undefined, facts: RequestFacts): string | null {
  if (!option) return 'This engine is not known here. Choose another.'
  const { capabilities: can, ready, reason } = option
  const { settings, references, prompt, hasContent } = facts
  if (!ready) return reason ?? `${can.label} cannot be used now. Choose another engine.`
  if (can.canvas === 'required' && !settings.canvas) return `${can.label} renders the scene, so it needs the canvas. Switch it on, or choose another engine.`
  if (can.canvas === 'unsupported' && settings.canvas) return `${can.label} cannot take the canvas. Switch it off.`
  if (settings.canvas && !hasContent) return 'The scene is empty. Add an object first.'
  if (!settings.canvas && prompt.trim() === '' && references.length === 0)
    return 'Nothing to work from. Switch the canvas on, write a prompt or add a reference.'
  if (!can.ratios.includes(settings.ratio)) return `${can.label} cannot make ${settings.ratio}. Choose another ratio.`
  if (!can.sizes.includes(settings.size)) return `${can.label} cannot make size ${settings.size}. Choose another size.`
  if (!can.qualities.includes(settings.quality)) return `${can.label} has no ${settings.quality} quality. Choose another.`
  if (!can.images.includes(settings.images)) return `${can.label} cannot make ${settings.images} images at once.`
  if (settings.negativePrompt && !can.negativePrompt) return `${can.label} takes no words on what to leave out. Clear them.`
  if (references.length > can.referencesMax) {
    return can.referencesMax === 0 ? `${can.label} takes no references. Remove them.` : `${can.label} takes one reference. Remove the other.`
  }
  const refused = references.find((reference) => !can.referenceRoles.includes(reference.role))
  if (refused)
    return `${can.label} cannot use a reference for ${refused.role}. It takes ${roleNames(REFERENCE_ROLES.filter((role) => can.referenceRoles.includes(role)))}.`
  return null
}
