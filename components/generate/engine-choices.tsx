import type { SelectOption } from '@/components/ui/select'
import type { EngineOption } from '@/lib/domain/generation-view'

const NOT_SET_UP = 'Not set up here'

/** Said once for every engine that only lacks a key or a server. */
export const ENGINE_GROUP_NOTES = { [NOT_SET_UP]: 'Each needs a key or a server. Owners and admins see how on the Engines page of the team.' } as const

/** The engines as a menu offers them: those that can be used, then the others under a heading of their own. */
export function engineChoices(engines: readonly EngineOption[]): SelectOption<string>[] {
  return [...engines.filter(({ ready }) => ready), ...engines.filter(({ ready }) => !ready)].map(({ capabilities, ready, reason, needs }) => ({
    value: capabilities.id,
    label: capabilities.label,
    icon: <span aria-hidden="true" className={`size-1.5 shrink-0 rounded-full ${ready ? 'bg-good' : 'bg-text-3'}`} />,
    disabled: !ready,
    note: ready || needs ? capabilities.description : (reason ?? undefined),
    group: ready ? undefined : NOT_SET_UP,
  }))
}
