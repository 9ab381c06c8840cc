import type { Metadata } from 'next'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { createTeamAction } from '../actions'
import { NewTeamForm } from './new-team-form'

export const metadata: Metadata = { title: 'New team' }

export default async function NewTeamPage() {
  await requireUser()
  return (
    <AppShell>
      <PageHead title="New team" />
      <div className="flex max-w-100 flex-col gap-5">
        <p className="text-text-2">A team has its own scenes, history and links. You own it, and invite the others next.</p>
        <NewTeamForm action={createTeamAction} />
      </div>
    </AppShell>
  )
}
