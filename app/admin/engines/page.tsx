import type { Metadata } from 'next'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { readEngineHealth } from '@/lib/data/instance/engines'
import { failureWords } from '@/lib/domain/failure-words'
import { rateWords } from '../_components/rate-words'

export const metadata: Metadata = { title: 'Engines, administration' }

/** Every engine of the installation: whether it is set up, and how it did lately. */
export default async function AdminEnginesPage() {
  const actor = await requireAdmin()
  const engines = await orNotFound(readEngineHealth(actor))
  const now = new Date()
  return (
    <div className="max-w-240">
      <h2 className="mb-1 font-semibold text-xl">Engines</h2>
      <p className="mb-4 max-w-[70ch] text-md text-text-2">
        Keys and addresses are settings of the installation; teams can bring keys of their own. Which team may use which engine is chosen on the page of the
        team.
      </p>
      <ul>
        {engines.map((engine) => {
          const ended = engine.lastDay.succeeded + engine.lastDay.failed
          return (
            <li key={engine.id} className="grid grid-cols-[minmax(0,1fr)_minmax(0,260px)] gap-x-6 gap-y-1 border-line border-b py-3 max-[960px]:grid-cols-1">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {engine.label}
                  <Pill dot={engine.ready ? 'good' : 'neutral'}>{engine.ready ? 'Ready' : 'Not set up'}</Pill>
                  {engine.teamsWithout > 0 ? <Pill>{engine.teamsWithout === 1 ? 'Closed to 1 team' : `Closed to ${engine.teamsWithout} teams`}</Pill> : null}
                </p>
                {engine.reason ? <p className="text-md text-text-3">{engine.reason}</p> : null}
              </div>
              <div className="text-md text-text-2">
                <p>{ended === 0 ? 'Not used in the last 24 hours' : `${rateWords(engine.lastDay)} of ${ended} failed in 24 hours`}</p>
                <p className="text-text-3">
                  {engine.lastSucceededAt ? (
                    <>
                      Last image <TimeAgo time={engine.lastSucceededAt} now={now} />
                    </>
                  ) : (
                    'No image yet'
                  )}
                  {engine.lastFailedAt ? (
                    <>
                      , last failure <TimeAgo time={engine.lastFailedAt} now={now} />
                      {engine.lastFailure ? ` (${failureWords(engine.lastFailure).title.toLowerCase()})` : null}
                    </>
                  ) : null}
                </p>
              </div>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
