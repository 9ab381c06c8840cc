import type { Metadata } from 'next'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { LocalTime } from '@/components/history/local-time'
import { Pill } from '@/components/ui/pill'
import { listAnnouncements } from '@/lib/data/instance/announcements'
import { LEVEL_WORDS } from '@/lib/domain/instance/announcement'
import { Part } from '../_components/facts'
import { Press } from '../_components/suspend'
import { createAnnouncementAction, deleteAnnouncementAction, endAnnouncementAction } from './actions'
import { NewAnnouncementForm } from './new-announcement-form'

export const metadata: Metadata = { title: 'Announcements, administration' }

const STATES = { coming: { label: 'Coming', dot: 'neutral' }, shown: { label: 'Shown now', dot: 'good' }, over: { label: 'Over', dot: 'neutral' } } as const

const putAwayWords = (people: number): string =>
  people === 0 ? 'Nobody has put it away yet.' : `Put away by ${people === 1 ? '1 person' : `${people.toLocaleString('en')} people`}.`

/** Lines for everybody who is signed in. */
export default async function AnnouncementsPage() {
  const actor = await requireAdmin()
  const announcements = await orNotFound(listAnnouncements(actor))
  return (
    <div className="flex max-w-240 flex-col gap-10">
      <Part title="New announcement" note="Everybody who is signed in sees it above their pages until they put it away.">
        <NewAnnouncementForm create={createAnnouncementAction} />
      </Part>
      <Part title="Announcements">
        {announcements.length === 0 ? <p className="text-text-2">Nothing was announced yet. Write the first above, for example before an upgrade.</p> : null}
        <ul>
          {announcements.map(({ id, text, level, startsAt, endsAt, state, createdByName, dismissals }) => (
            <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b py-3">
              <div className="min-w-0 flex-1 basis-80">
                <p className="break-words">{text}</p>
                <p className="mt-1 text-md text-text-3">
                  {LEVEL_WORDS[level]}, from <LocalTime ms={startsAt.getTime()} />
                  {endsAt ? (
                    <>
                      {' '}
                      to <LocalTime ms={endsAt.getTime()} />
                    </>
                  ) : (
                    ', without an end'
                  )}
                  , by {createdByName ?? 'somebody who left'}. {putAwayWords(dismissals)}
                </p>
              </div>
              <div className="flex items-center gap-2">
                <Pill dot={STATES[state].dot}>{STATES[state].label}</Pill>
                {state === 'shown' ? (
                  <Press label="End" size="sm" done="It is gone from everybody's pages." act={endAnnouncementAction.bind(null, id)} />
                ) : null}
                <Press label="Delete" size="sm" variant="quiet" done="The announcement is deleted." act={deleteAnnouncementAction.bind(null, id)} />
              </div>
            </li>
          ))}
        </ul>
      </Part>
    </div>
  )
}
