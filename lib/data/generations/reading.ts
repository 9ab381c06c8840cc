import 'server-only'
import type { GenerationSettings } from '@/lib/domain/generation'
import type { SceneDocument } from '@/lib/scene/schema'
import { findEngine } from '../engines/queries'

/** How the prompt was read, frozen with the generation, or null where the engine takes it as it is. */
export function readingOf(settings: GenerationSettings, _prompt: string, _document: SceneDocument): unknown {
  if (!findEngine(settings.engine)?.capabilities.readsPrompt) return null
  return null
}
