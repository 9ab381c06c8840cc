import type { ReactNode } from 'react'
import { Pill } from '@/components/ui/pill'
import type { EngineOption } from '@/lib/domain/generation-view'

export type EngineRow = {
  id: string
  label: string
  description: string
  ready: boolean
  /** Why it cannot be used, where more is wrong than that nobody set it up. */
  problem: string | null
  /** Whose key or server it uses; null while it cannot be used. */
  source: string | null
  /** What it lacks, with the installation's settings for it. */
  needs: EngineOption['needs'] | null
}

/** Every engine of the installation, and whether the team can use it. */
export function EngineList({ engines, mayManage }: { engines: readonly EngineRow[]; mayManage: boolean }) {
  const missing = engines.filter(({ needs }) => needs)
  const byKey = missing.some(({ needs }) => needs?.what === 'key')
  return (
    <>
      <section aria-labelledby="engines">
        <h2 id="engines" className="mb-1 font-semibold text-lg">
          Engines
        </h2>
        <p className="mb-4 max-w-140 text-md text-text-2">What the Image panel offers this team.</p>
        <Rows
          engines={engines.filter(({ needs }) => !needs)}
          status={({ ready }) => <Pill dot={ready ? 'good' : 'bad'}>{ready ? 'Ready' : 'Not ready'}</Pill>}
        />
      </section>
      {missing.length > 0 ? (
        <section aria-labelledby="missing">
          <h2 id="missing" className="mb-1 font-semibold text-lg">
            Not set up here
          </h2>
          <p className="mb-4 max-w-140 text-md text-text-2">{hint(mayManage, byKey)}</p>
          <Rows engines={missing} status={({ needs }) => <span className="break-words font-mono">{needs?.settings}</span>} />
        </section>
      ) : null}
    </>
  )
}

function Rows({ engines, status }: { engines: readonly EngineRow[]; status: (row: EngineRow) => ReactNode }) {
  return (
    <ul className="flex flex-col rounded-md border border-line bg-panel">
      {engines.map((row) => (
        <li key={row.id} className="flex items-start gap-4 border-line border-t px-4 py-3 first:border-t-0 phone:flex-col phone:gap-2">
          <div className="min-w-0 flex-1">
            <p className="font-medium">{row.label}</p>
            <p className="text-md text-text-2">{row.problem ?? row.description}</p>
          </div>
          <div className="flex max-w-full shrink-0 items-center gap-3 text-sm text-text-3">
            {row.source}
            {status(row)}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** How the engines that are not set up come to be. */
function hint(mayManage: boolean, byKey: boolean): string {
  if (!byKey) return 'Whoever runs this installation sets what stands beside the engine.'
  const own = mayManage ? 'Give the team a key of its own below' : 'An owner or admin of the team adds a key here'
  return `${own}, or whoever runs this installation sets what stands beside the engine.`
}
