import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { shownTeam } from '@/app/_server/shown-team'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { TimeAgo } from '@/components/ui/time-ago'
import { readBudgets, readOwnBudget } from '@/lib/data/budgets/queries'
import { type BudgetLeft, isLimited, leftWords, limitWords, NOTHING_USED, nextMonthWords } from '@/lib/domain/budget'
import { monthName, monthOf } from '@/lib/domain/month'
import { can } from '@/lib/domain/roles'
import { ReadOnly } from '../_components/read-only'
import { TeamHead } from '../_components/team-head'
import { AddScene } from './_components/add-scene'
import { BudgetRow } from './_components/budget-row'
import { MemberRows } from './_components/member-rows'
import { BudgetMeters } from './_components/meter'
import { clearBudgetAction, grantExceptionAction, setBudgetAction } from './actions'

export const metadata: Metadata = { title: 'Budgets' }

const actions = { set: setBudgetAction, clear: clearBudgetAction, grant: grantExceptionAction }

/** What the team, its members and its scenes may use in a month: set by owners and admins, and for the others what is theirs. */
export default async function BudgetsPage({ searchParams }: PageProps<'/team/budgets'>) {
  const actor = await requireUser()
  const team = await shownTeam(actor, (await searchParams).team)
  if (!can(team.role, 'generation.create')) notFound()
  const maySet = can(team.role, 'budget.write')
  return (
    <AppShell>
      <TeamHead team={team} current="budgets" />
      {maySet ? (
        <ReadOnly when={team.isSuspended}>
          <Budgets teamId={team.id} view={await readBudgets(actor, team.id)} />
        </ReadOnly>
      ) : (
        <OwnBudget teamId={team.id} left={await readOwnBudget(actor, team.id)} />
      )}
    </AppShell>
  )
}

function Budgets({ teamId, view }: { teamId: string; view: Awaited<ReturnType<typeof readBudgets>> }) {
  const { month, team, everyMember, members, scenes, otherScenes, quota, history } = view
  const now = new Date()
  return (
    <div className="flex max-w-250 flex-col gap-10">
      <div>
        <h2 className="font-semibold text-xl">Budgets for {monthName(month)}</h2>
        <p className="mt-1 max-w-160 text-md text-text-2">
          A budget holds for a calendar month in UTC; all of them begin anew on {nextMonthWords(month)}. What is asked for is held back before the work begins
          and counts until it ends: what fails or is canceled before anything was charged is given back. An engine without a known price counts its images
          alone, and cannot be used where a budget has no money in it.
        </p>
      </div>
      {isLimited(quota) ? <Notice>This installation allows the team {limitWords(quota)} a month, whatever its own budgets say.</Notice> : null}
      <Section id="team" title="Team" note="Everything that anybody makes in this team counts here.">
        <ul className="flex flex-col rounded-md border border-line bg-panel">
          <BudgetRow
            teamId={teamId}
            kind="team"
            subjectId={teamId}
            name="the team"
            title="The whole team"
            own={team.own}
            limits={team.limits}
            extra={team.extra}
            meters={<BudgetMeters limits={team.limits} use={team.use} />}
            actions={actions}
          />
        </ul>
      </Section>
      <Section id="members" title="Members" note="What each person may use. It counts for the team and for the scene too.">
        <MemberRows
          everyMember={
            <BudgetRow
              teamId={teamId}
              kind="members"
              subjectId={teamId}
              name="every member"
              title="Every member"
              own={isLimited(everyMember) ? everyMember : null}
              limits={everyMember}
              extra={NOTHING_USED}
              meters={<p className="text-md text-text-2">For each member who has no budget of their own.</p>}
              actions={actions}
            />
          }
          members={members.map(({ userId, name, own, limits, extra, use }) => ({
            userId,
            name,
            row: (
              <BudgetRow
                teamId={teamId}
                kind="member"
                subjectId={userId}
                name={name}
                title={name}
                own={own}
                limits={limits}
                extra={extra}
                fallback="As every member"
                meters={<BudgetMeters limits={limits} use={use} />}
                actions={actions}
              />
            ),
          }))}
        />
      </Section>
      <Section id="scenes" title="Scenes" note="What may be made from one scene, whoever makes it.">
        {scenes.length > 0 ? (
          <ul className="flex flex-col rounded-md border border-line bg-panel">
            {scenes.map(({ sceneId, name, own, limits, extra, use }) => (
              <BudgetRow
                key={sceneId}
                teamId={teamId}
                kind="scene"
                subjectId={sceneId}
                name={name}
                title={name}
                own={own}
                limits={limits}
                extra={extra}
                meters={<BudgetMeters limits={limits} use={use} />}
                actions={actions}
              />
            ))}
          </ul>
        ) : (
          <p className="text-md text-text-2">
            No scene has a budget yet. {otherScenes.length > 0 ? 'Choose one below to give it one.' : 'Make a scene first.'}
          </p>
        )}
        {otherScenes.length > 0 ? <AddScene key={otherScenes.length} teamId={teamId} scenes={otherScenes} actions={actions} /> : null}
      </Section>
      <Section id="history" title="Changes" note="Who changed a budget or granted more.">
        {history.length > 0 ? (
          <ul className="flex flex-col rounded-md border border-line bg-panel">
            {history.map(({ id, by, words, at }) => (
              <li
                key={id}
                className="flex items-baseline justify-between gap-4 border-line border-t px-4 py-2.5 text-md first:border-t-0 phone:flex-col phone:gap-0.5"
              >
                <span className="min-w-0 break-words">
                  <span className="font-medium">{by}</span> {words}
                </span>
                <span className="shrink-0 text-text-3">
                  <TimeAgo time={at} now={now} />
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-md text-text-2">Nobody has set a budget yet, so nothing is limited.</p>
        )}
      </Section>
    </div>
  )
}

function Section({ id, title, note, children }: { id: string; title: string; note: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div>
        <h2 id={id} className="font-semibold text-lg">
          {title}
        </h2>
        <p className="text-md text-text-2">{note}</p>
      </div>
      {children}
    </section>
  )
}

function OwnBudget({ teamId, left }: { teamId: string; left: BudgetLeft | null }) {
  const month = monthOf(new Date())
  return (
    <div className="flex max-w-160 flex-col items-start gap-4">
      <h2 className="font-semibold text-xl">Your budget for {monthName(month)}</h2>
      <p className="text-text-2">
        {left ? `You have ${leftWords(left)}. It begins anew on ${nextMonthWords(month)}, UTC.` : 'Nothing limits what you make in this team.'} Owners and
        admins of the team set budgets, and can grant more.
      </p>
      <LinkButton href={{ pathname: '/team/members', query: { team: teamId } }}>See who they are</LinkButton>
    </div>
  )
}
