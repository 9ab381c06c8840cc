import { emptyLook, type Ignored, type Reading } from './look'
import type { NamedObject } from './objects'
import { readPrompt } from './read-prompt'

/**
 * Reads a prompt that is about one object of a picture: "brushed brass", "make it blue" and "a walnut vase" all mean that object.
 * What would change anything else (the light, the backdrop, the lens, another object) is ignored, and says so.
 * @param objects the scene's meshes and models, the object itself among them.
 * @returns a reading whose look changes the material of that object and nothing else.
 */
export function readObjectPrompt(prompt: string, object: NamedObject, objects: readonly NamedObject[]): Reading {
  const { chips, ignored, look } = readPrompt(prompt, objects, [], object.id)
  const kept: Reading = { chips: [], ignored: [...ignored], look: emptyLook() }
  // The parser makes one chip of this kind for each change of a material, both in the order of the prompt.
  const changes = look.materials.values()
  for (const chip of chips) {
    const change = chip.kind === 'material' ? changes.next().value : undefined
    if (change && (change.target === 'all' || change.target.includes(object.id))) {
      kept.look.materials.push({ ...change, target: [object.id] })
      kept.chips.push({ ...chip, label: `${object.name}:${chip.label.slice(chip.label.lastIndexOf(':') + 1)}` })
    } else {
      const { start, end } = chip
      kept.ignored.push({ start, end, text: prompt.slice(start, end), reason: `Only ${object.name} changes here; all else stays as it is.` } satisfies Ignored)
    }
  }
  kept.ignored.sort((a, b) => a.start - b.start)
  return kept
}
