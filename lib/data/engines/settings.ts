import 'server-only'
import { and, eq } from 'drizzle-orm'
import { engineKeys } from '@/db/schema'
import { KEY_FAMILY_WORDS, type KeyFamily } from '@/lib/domain/engine-keys'
import { allowsEngine } from '@/lib/domain/instance/quotas'
import { type EngineSettings, modelOf, type ProviderSettings, providerSettings, takesTeamWorkflows } from '@/lib/platform/engine-settings'
import { openKey } from '@/lib/platform/seal-key'
import { type Actor, system } from '../actor'
import { inTeamsOf } from '../authorize'
import { db, type Executor } from '../db'
import { enginesOf } from '../instance/quotas'
import { workflowsOf } from './workflow-queries'

/**
 * The keys that count for a team, read once. A key of the team wins over one of the installation; one that can no longer
 * be read counts as none, so that nobody pays in its place without knowing.
 *
 * What this gives holds keys in the clear: it goes to an engine or to a list of engines, and nowhere else.
 */
export async function engineSettings(actor: Actor, teamId: string, executor: Executor = db()): Promise<EngineSettings> {
  const rows = await executor
    .select()
    .from(engineKeys)
    .where(and(eq(engineKeys.teamId, teamId), inTeamsOf(actor, engineKeys.teamId, 'engine.read')))
  const workflows = takesTeamWorkflows() ? await workflowsOf(actor, teamId, executor) : []
  const engines = await enginesOf(actor, teamId, executor)
  const own = new Map(rows.map((row) => [row.family, openKey(row, row)]))
  return {
    provider: (family) => {
      const apiKey = own.get(family)
      if (apiKey) return { apiKey, model: modelOf(family) }
      return apiKey === null ? null : providerSettings(family)
    },
    problem: (family) => (own.get(family) === null ? unreadable(family) : null),
    workflows,
    allows: (engineId) => allowsEngine(engines, engineId),
  }
}

const unreadable = (family: KeyFamily): string =>
  `The team's key for ${KEY_FAMILY_WORDS[family].label} can no longer be read, because the secret of this installation changed. An owner or admin enters it again on the team's Engines page.`

/** Key and model of one family for the work of a team, or null where there is no key that counts. For the worker. */
export async function settingsFor(teamId: string, family: KeyFamily): Promise<ProviderSettings | null> {
  return (await engineSettings(system, teamId)).provider(family)
}

/** Whose key counts, by family. */
export const sourceOf = (settings: EngineSettings, family: KeyFamily, isOwn: boolean): 'team' | 'installation' | 'none' | 'unreadable' => {
  if (settings.problem(family) !== null) return 'unreadable'
  if (settings.provider(family) === null) return 'none'
  return isOwn ? 'team' : 'installation'
}
