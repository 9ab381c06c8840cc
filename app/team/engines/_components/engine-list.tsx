import { Pill } from '@/components/ui/pill'

export type EngineRow = {
  id: string
  label: string
  description: string
  ready: boolean
  /** Why it cannot be used. */
  reason: string | null
  /** Whose key or server it uses; null while it cannot be used. */
  source: string | null
}

/** Every engine of the installation, and whether the team can use it. */
export function EngineList({ engines, mayManage }: { engines: readonly EngineRow[]; mayManage: boolean }) {
  return (
    <section aria-labelledby="engines">
      <h2 id="engines" className="mb-1 font-semibold text-lg">
        Engines
      </h2>
      <p className="mb-4 max-w-140 text-md text-text-2">
        What the Image panel offers this team.{mayManage ? '' : ' Owners and admins of the team add keys here.'}
      </p>
      <ul className="flex flex-col rounded-md border border-line bg-panel">
        {engines.map(({ id, label, description, ready, reason, source }) => (
          <li key={id} className="flex items-start gap-4 border-line border-t px-4 py-3 first:border-t-0 phone:flex-col phone:gap-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{label}</p>
              <p className="text-md text-text-2">{reason ?? description}</p>
            </div>
            <div className="flex shrink-0 items-center gap-3 text-sm text-text-3">
              {source}
              <Pill dot={ready ? 'good' : 'neutral'}>{ready ? 'Ready' : 'Not ready'}</Pill>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
