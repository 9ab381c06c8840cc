import 'server-only'
import { type LanguageModelSettings, languageModelSettings } from '@/lib/platform/language-model/settings'
import type { Actor } from '../actor'
import { engineSettings } from './settings'

/**
 * The language model that improves the prompts of a team, or null where none is set up. The installation names the model; the key
 * is the team's own where it has one for that provider. It holds that key in the clear: it goes to the model and nowhere else.
 */
export async function languageModelOf(actor: Actor, teamId: string): Promise<LanguageModelSettings | null> {
  const settings = await engineSettings(actor, teamId)
  return languageModelSettings((family) => settings.provider(family)?.apiKey ?? null)
}
