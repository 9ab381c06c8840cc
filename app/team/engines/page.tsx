import type { Metadata } from 'next'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { Notice } from '@/components/ui/notice'
import { TimeAgo } from '@/components/ui/time-ago'
import { listEngineKeys } from '@/lib/data/engines/keys'
import { listEnginesOf } from '@/lib/data/engines/queries'
import { listWorkflows } from '@/lib/data/engines/workflow-queries'
import { currentTeamOf } from '@/lib/data/teams/queries'
import { type EngineKeyView, KEY_FAMILY_WORDS, KEY_TEST_WORDS } from '@/lib/domain/engine-keys'
import type { EngineOption } from '@/lib/domain/generation-view'
import { comfyUiBaseUrl, takesTeamWorkflows } from '@/lib/platform/engine-settings'
import { ReadOnly } from '../_components/read-only'
import { TeamHead } from '../_components/team-head'
import { ComfyUiRow } from './_components/comfyui-row'
import { EngineList } from './_components/engine-list'
import { KeyList } from './_components/key-list'
import { WorkflowList } from './_components/workflow-list'
import { createWorkflowAction, deleteWorkflowAction, removeEngineKeyAction, setEngineKeyAction, testComfyUiAction, testEngineKeyAction } from './actions'

export const metadata: Metadata = { title: 'Engines' }

/** Which engines the team can use and whose key each needs; for owners and admins also the team's own keys. */
export default async function EnginesPage() {
  const actor = await requireUser()
  const team = await currentTeamOf(actor)
  const [{ keys, mayManage, canSeal }, engines] = await Promise.all([listEngineKeys(actor, team.id), listEnginesOf(actor, team.id)])
  const takesWorkflows = takesTeamWorkflows()
  const workflows = takesWorkflows ? await listWorkflows(actor, team.id) : []
  const now = new Date()
  return (
    <AppShell>
      <TeamHead team={team} current="engines" />
      <div className="flex max-w-220 flex-col gap-10">
        <ReadOnly when={team.isSuspended}>
          <EngineList engines={engines.map((option) => ({ ...named(option), source: sourceWords(option, keys) }))} mayManage={mayManage} />
          {mayManage ? (
            <section aria-labelledby="keys">
              <h2 id="keys" className="mb-1 font-semibold text-lg">
                The team&apos;s own keys
              </h2>
              <p className="mb-4 max-w-140 text-md text-text-2">
                A key of the team is used in place of the installation&apos;s, and what it makes is charged to the team&apos;s account at the provider. It is
                kept encrypted and never shown again.
              </p>
              {canSeal ? null : (
                <Notice tone="bad" className="mb-4">
                  This installation has no secret to keep keys with. Whoever runs it sets ENCRYPTION_KEY and starts it again.
                </Notice>
              )}
              <KeyList
                teamId={team.id}
                canSeal={canSeal}
                rows={keys.map((key) => ({
                  ...KEY_FAMILY_WORDS[key.family],
                  family: key.family,
                  source: key.source,
                  own: key.own !== null,
                  about: about(key, now),
                }))}
                actions={{ set: setEngineKeyAction, remove: removeEngineKeyAction, test: testEngineKeyAction }}
              />
            </section>
          ) : null}
          {mayManage && comfyUiBaseUrl() !== null ? (
            <section aria-labelledby="comfyui">
              <h2 id="comfyui" className="mb-4 font-semibold text-lg">
                The installation&apos;s ComfyUI
              </h2>
              <ComfyUiRow test={testComfyUiAction.bind(null, team.id)} />
            </section>
          ) : null}
          {mayManage && takesWorkflows ? (
            <section aria-labelledby="workflows">
              <h2 id="workflows" className="mb-1 font-semibold text-lg">
                The team&apos;s own workflows
              </h2>
              <p className="mb-4 max-w-140 text-md text-text-2">
                Workflows for the ComfyUI of this installation. Each becomes an engine that only this team sees.
              </p>
              <WorkflowList
                teamId={team.id}
                rows={workflows.map(({ id, name, createdByName, createdAtMs }) => ({
                  id,
                  name,
                  about: (
                    <>
                      Added by {createdByName ?? 'a former member'} <TimeAgo time={new Date(createdAtMs)} now={now} />
                    </>
                  ),
                }))}
                actions={{ create: createWorkflowAction, remove: deleteWorkflowAction }}
              />
            </section>
          ) : null}
        </ReadOnly>
      </div>
    </AppShell>
  )
}

const named = ({ capabilities: { id, label, description }, ready, reason, needs }: EngineOption) => ({
  ...{ id, label, description, ready },
  problem: needs ? null : reason,
  needs: needs ?? null,
})

/** Where a ready engine gets its key from. */
function sourceWords({ capabilities, ready }: EngineOption, keys: readonly EngineKeyView[]): string | null {
  if (!ready) return null
  if (capabilities.family === 'studio') return 'Built in'
  const key = keys.find(({ family }) => family === capabilities.id)
  if (key?.source === 'team') return "The team's key"
  return key ? "The installation's key" : "The installation's server"
}

function about({ own, source }: EngineKeyView, now: Date) {
  if (!own) return source === 'installation' ? "The installation's key is used." : 'No key.'
  return (
    <>
      Ends in <span className="font-mono">{own.lastFour}</span>, set by {own.setByName ?? 'a former member'} <TimeAgo time={new Date(own.setAtMs)} now={now} />.
      {own.testedAtMs !== null && own.testResult !== null ? (
        <>
          {' '}
          Tested <TimeAgo time={new Date(own.testedAtMs)} now={now} />: {KEY_TEST_WORDS[own.testResult]}
        </>
      ) : (
        ' Not tested yet.'
      )}
    </>
  )
}
