import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { setThemeAction } from '@/app/_server/session-actions'
import { readTheme } from '@/app/_server/theme'
import { TimeAgo } from '@/components/ui/time-ago'
import { listSessions } from '@/lib/data/sessions/queries'
import { readSelf } from '@/lib/data/users/queries'
import { DeleteAccount } from './_components/delete-account'
import { describeBrowser } from './_components/describe-browser'
import { NameForm } from './_components/name-form'
import { NotificationSection } from './_components/notification-section'
import { PasswordForm } from './_components/password-form'
import { SessionList } from './_components/session-list'
import { ThemePicker } from './_components/theme-picker'
import { changePasswordAction, deleteAccountAction, renameAction, revokeSessionAction } from './actions'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const actor = await requireUser()
  const [self, sessions, theme] = await Promise.all([readSelf(actor), listSessions(actor), readTheme()])
  const now = new Date()
  return (
    <AppShell>
      <PageHead title="Account" />
      <div className="flex max-w-220 flex-col">
        <Section title="Profile" note="Your name stands beside the images you make.">
          <NameForm action={renameAction} name={self.name} email={self.email} />
        </Section>
        <Section title="By mail" note="Everything stands in your inbox. Choose what also comes by mail.">
          <NotificationSection actor={actor} />
        </Section>
        <Section title="Theme" note="For this browser. Without a choice the editor is dark and the rest follows your system.">
          <ThemePicker kept={theme} setTheme={setThemeAction} />
        </Section>
        <Section title="Password" note="A new password signs you out everywhere else.">
          <PasswordForm action={changePasswordAction} email={self.email} />
        </Section>
        <Section title="Where you are signed in" note="End a session that you do not recognise, then change your password.">
          <SessionList
            revoke={revokeSessionAction}
            sessions={sessions.map((session) => ({
              id: session.id,
              browser: describeBrowser(session.userAgent),
              isCurrent: session.isCurrent,
              seen: <TimeAgo time={session.lastSeenAt} now={now} />,
            }))}
          />
        </Section>
        <Section title="Delete account" note="Your personal team goes with it: every scene, model and image in it. This cannot be undone.">
          <DeleteAccount action={deleteAccountAction} email={self.email} />
        </Section>
      </div>
    </AppShell>
  )
}

function Section({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[260px_minmax(0,400px)] gap-x-12 gap-y-4 border-line border-t py-8 first:border-t-0 first:pt-2 max-[960px]:grid-cols-1">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        <p className="text-md text-text-2">{note}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
