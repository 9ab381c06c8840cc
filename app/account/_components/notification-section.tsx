import { mailGoesToTerminal } from '@/app/_server/links'
import type { Actor } from '@/lib/data/actor'
import { readMailPreferences } from '@/lib/data/inbox/queries'
import { MailPreferences } from './mail-preferences'
import { setMailPreferenceAction } from './notification-actions'

/** What comes by mail, kind by kind. Everything stands in the inbox in any case. */
export async function NotificationSection({ actor }: { actor: Actor }) {
  const preferences = await readMailPreferences(actor)
  return (
    <div id="notifications" className="flex scroll-mt-20 flex-col gap-3">
      {mailGoesToTerminal() ? <p className="text-md text-text-2">This installation sends no mail yet. Your choice counts from when it does.</p> : null}
      <MailPreferences preferences={preferences} setPreference={setMailPreferenceAction} />
    </div>
  )
}
