import 'server-only'
import type { GenerationSettings, Reference } from '@/lib/domain/generation'
import type { Reading } from '@/lib/domain/look/look'
import { readPrompt } from '@/lib/domain/look/read-prompt'
import type { SceneDocument } from '@/lib/scene/schema'
import { findEngine } from '../engines/queries'

/** How the prompt was read, frozen with the generation, or null where the engine takes it as it is. */
export function readingOf(settings: GenerationSettings, prompt: string, document: SceneDocument, references: readonly Reference[]): Reading | null {
  if (!findEngine(settings.engine)?.capabilities.readsPrompt) return null
  const objects = document.order.flatMap((id) => {
    const node = document.nodes[id]
    return node?.visible && node.type !== 'light' ? [{ id, name: node.name }] : []
  })
  return readPrompt(prompt, objects, references)
}
