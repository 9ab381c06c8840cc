import { Download } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { AppShell } from '@/app/_components/app-shell'
import { SettingsSection } from '@/app/_components/settings-section'
import { currentActor, requireUser } from '@/app/_server/actor'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { currentTeamOf } from '@/lib/data/teams/queries'
import { can } from '@/lib/domain/roles'
import { ROLE_WORDS } from '@/lib/domain/team'
import { DeleteTeam } from './_components/delete-team'
import { LeaveTeam } from './_components/leave-team'
import { ReadOnly } from './_components/read-only'
import { TeamHead } from './_components/team-head'
import { TeamNameForm } from './_components/team-name-form'
import { TeamPicture } from './_components/team-picture'
import { deleteTeamAction, leaveTeamAction, removeTeamPictureAction, renameTeamAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const actor = await currentActor()
  return { title: actor.kind === 'user' ? (await currentTeamOf(actor)).name : 'Team' }
}

/** What a team is called and looks like, and the ways out of it. */
export default async function TeamPage() {
  const actor = await requireUser()
  const team = await currentTeamOf(actor)
  const mayUpdate = can(team.role, 'team.update')
  return (
    <AppShell>
      <TeamHead team={team} current="general" />
      <div className="flex max-w-220 flex-col">
        {mayUpdate ? (
          <ReadOnly when={team.isSuspended}>
            <SettingsSection title="Name" note="As everybody in the team sees it, and on invitations.">
              <TeamNameForm key={team.id} action={renameTeamAction} teamId={team.id} name={team.name} />
            </SettingsSection>
            <SettingsSection title="Picture" note="A square picture stands beside the name. Others are cut to a square around their middle.">
              <TeamPicture teamId={team.id} name={team.name} pictureAssetId={team.pictureAssetId} remove={removeTeamPictureAction} />
            </SettingsSection>
          </ReadOnly>
        ) : (
          <SettingsSection title="Your role" note="An owner or admin can change it, and the team's name and picture.">
            <p className="font-medium">{ROLE_WORDS[team.role].label}</p>
            <p className="text-md text-text-2">{ROLE_WORDS[team.role].note}</p>
          </SettingsSection>
        )}
        {can(team.role, 'team.export') ? (
          <SettingsSection
            title="Export everything"
            note="Every image, model and reference, every scene as JSON, and all the rest as data: prompts, comments, collections, members, costs and the audit log. One zip, sent while it is read."
          >
            <LinkButton href={`/api/teams/${team.id}/export` as Route} prefetch={false} icon={<Icon icon={Download} size="sm" />} download>
              Export everything
            </LinkButton>
          </SettingsSection>
        ) : null}
        {team.kind === 'shared' ? (
          <SettingsSection title="Leave" note="What you made stays with the team. To come back you need an invitation.">
            <LeaveTeam teamId={team.id} name={team.name} leave={leaveTeamAction} />
          </SettingsSection>
        ) : null}
        {team.kind === 'shared' && can(team.role, 'team.delete') ? (
          <SettingsSection title="Delete team" note="For everybody, with every scene and image in it. An owner can bring it back for 14 days.">
            <ReadOnly when={team.isSuspended}>
              <DeleteTeam action={deleteTeamAction} teamId={team.id} name={team.name} />
            </ReadOnly>
          </SettingsSection>
        ) : null}
        {team.kind === 'personal' ? (
          <p className="border-line border-t pt-8 text-md text-text-2">
            This is your personal team. It stays as long as your account does, and nobody else can join it.
          </p>
        ) : null}
      </div>
    </AppShell>
  )
}
