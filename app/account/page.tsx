import { Download } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { SettingsSection } from '@/app/_components/settings-section'
import { requireUser } from '@/app/_server/actor'
import { mailGoesToTerminal } from '@/app/_server/links'
import { setThemeAction } from '@/app/_server/session-actions'
import { readSignInProblem } from '@/app/_server/sign-in-problem'
import { signInProviders } from '@/app/_server/sign-in-providers'
import { readTheme } from '@/app/_server/theme'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { TimeAgo } from '@/components/ui/time-ago'
import { listIdentities } from '@/lib/data/identities/queries'
import { listSessions } from '@/lib/data/sessions/queries'
import { readProofNeeded } from '@/lib/data/users/proof'
import { hasPassword, readSelf } from '@/lib/data/users/queries'
import { readSecondFactor } from '@/lib/data/users/second-factor'
import { describeBrowser } from '@/lib/domain/describe-browser'
import { AccountNotice } from './_components/account-notice'
import { DeleteAccount } from './_components/delete-account'
import { EmailForm } from './_components/email-form'
import { FirstPasswordForm } from './_components/first-password-form'
import { LinkedAccounts } from './_components/linked-accounts'
import { NameForm } from './_components/name-form'
import { NotificationSection } from './_components/notification-section'
import { PasswordForm } from './_components/password-form'
import { SecondFactor } from './_components/second-factor'
import { SessionList } from './_components/session-list'
import { ThemePicker } from './_components/theme-picker'
import {
  beginSecondFactorAction,
  changeEmailAction,
  changePasswordAction,
  confirmSecondFactorAction,
  deleteAccountAction,
  disableSecondFactorAction,
  linkProviderAction,
  regenerateRecoveryCodesAction,
  renameAction,
  revokeOtherSessionsAction,
  revokeSessionAction,
  sendVerificationAction,
  setFirstPasswordAction,
  unlinkProviderAction,
} from './actions'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const actor = await requireUser()
  const [self, sessions, theme, identities, factor, needed, withPassword, problem, said] = await Promise.all([
    readSelf(actor),
    listSessions(actor),
    readTheme(),
    listIdentities(actor),
    readSecondFactor(actor),
    readProofNeeded(actor),
    hasPassword(actor),
    readSignInProblem(),
    searchParams,
  ])
  const configured = signInProviders()
  const shown = (['github', 'google'] as const).flatMap((provider) => {
    const linked = identities.find((identity) => identity.provider === provider)
    return linked || configured.includes(provider) ? [{ provider, email: linked?.email ?? null }] : []
  })
  const now = new Date()
  return (
    <AppShell>
      <PageHead title="Account" />
      <div className="flex max-w-220 flex-col">
        <AccountNotice said={said} problem={problem} />
        <SettingsSection title="Profile" note="Your name stands beside the images you make.">
          <NameForm action={renameAction} name={self.name} />
        </SettingsSection>
        <SettingsSection title="Email" note="You sign in with it, and links come to it.">
          <EmailForm
            email={self.email}
            isVerified={self.isEmailVerified}
            needed={needed}
            inTerminal={mailGoesToTerminal()}
            sendVerification={sendVerificationAction}
            change={changeEmailAction}
          />
        </SettingsSection>
        <SettingsSection title="By mail" note="Everything stands in your inbox. Choose what also comes by mail.">
          <NotificationSection actor={actor} />
        </SettingsSection>
        <SettingsSection title="Theme" note="For this browser. Without a choice the editor is dark and the rest follows your system.">
          <ThemePicker kept={theme} setTheme={setThemeAction} />
        </SettingsSection>
        <SettingsSection
          title="Password"
          note={withPassword ? 'A new password signs you out everywhere else.' : 'You have none yet. You sign in by link or with a linked account.'}
        >
          {withPassword ? (
            <PasswordForm action={changePasswordAction} email={self.email} />
          ) : (
            <FirstPasswordForm action={setFirstPasswordAction} email={self.email} needed={needed} />
          )}
        </SettingsSection>
        <SettingsSection
          title="Second step"
          note="A code from your phone after the password, the link or the linked account. Turning it on signs you out everywhere else."
        >
          <SecondFactor
            {...factor}
            isVerified={self.isEmailVerified}
            needed={needed}
            begin={beginSecondFactorAction}
            confirm={confirmSecondFactorAction}
            regenerate={regenerateRecoveryCodesAction}
            disable={disableSecondFactorAction}
          />
        </SettingsSection>
        {shown.length === 0 ? null : (
          <SettingsSection title="Linked accounts" note="Each signs you in here. Your password keeps working.">
            <LinkedAccounts providers={shown} isVerified={self.isEmailVerified} needed={needed} link={linkProviderAction} unlink={unlinkProviderAction} />
          </SettingsSection>
        )}
        <SettingsSection
          title="Where you are signed in"
          note="A session ends at once, wherever it is open. If you do not recognise one, end it and change your password."
        >
          <SessionList
            revoke={revokeSessionAction}
            revokeOthers={revokeOtherSessionsAction}
            sessions={sessions.map((session) => ({
              id: session.id,
              browser: describeBrowser(session.userAgent),
              isCurrent: session.isCurrent,
              seen: <TimeAgo time={session.lastSeenAt} now={now} />,
            }))}
          />
        </SettingsSection>
        <SettingsSection title="Your data" note="What this installation knows about you, in one JSON file. The images of a team are in the export of the team.">
          <LinkButton href={'/api/account/export' as Route} prefetch={false} icon={<Icon icon={Download} size="sm" />} download>
            Download my data
          </LinkButton>
        </SettingsSection>
        <SettingsSection
          title="Delete account"
          note="Your name and address, sessions, marks and ratings go, what you showed in the gallery too, and your personal team with every scene, model and image in it. What you made in shared teams stays there without your name. This cannot be undone."
        >
          <DeleteAccount action={deleteAccountAction} email={self.email} needed={needed} />
        </SettingsSection>
      </div>
    </AppShell>
  )
}
