import type { Metadata, Route } from 'next'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { TimeAgo } from '@/components/ui/time-ago'
import { countUnread, listInbox } from '@/lib/data/inbox/queries'
import { inboxLine } from '@/lib/domain/inbox-words'
import { InboxList } from './_components/inbox-list'
import { MarkAllRead } from './_components/mark-all-read'
import { markAllReadAction, markReadAction } from './actions'

export const metadata: Metadata = { title: 'Inbox' }

/** What happened that concerns the reader, newest first. */
export default async function InboxPage({ searchParams }: PageProps<'/inbox'>) {
  const actor = await requireUser()
  const { cursor } = await searchParams
  const [page, unread] = await Promise.all([listInbox(actor, { cursor: typeof cursor === 'string' ? cursor : undefined }), countUnread(actor)])
  const now = new Date()
  return (
    <AppShell current="inbox">
      <PageHead title="Inbox">
        {unread > 0 ? <MarkAllRead markAllRead={markAllReadAction} /> : null}
        <LinkButton variant="quiet" href={'/account#notifications' as Route}>
          What comes by mail
        </LinkButton>
      </PageHead>
      {page.items.length === 0 ? (
        <EmptyState
          picture={<img src="/landing/golden.webp" alt="A still life rendered at golden hour" width={640} height={360} />}
          title={cursor ? 'Nothing older' : 'Nothing new'}
          action={
            <LinkButton variant="primary" href={'/history' as Route}>
              Open History
            </LinkButton>
          }
        >
          When somebody mentions you, comments on your images or approves one, it stands here. Open an image in History and write @ and a name to reach a
          colleague.
        </EmptyState>
      ) : (
        <InboxList
          markRead={markReadAction}
          items={page.items.map((item) => ({
            id: item.id,
            kind: item.kind,
            line: inboxLine(item),
            text: item.data.text ?? null,
            team: item.teamName,
            href: item.href,
            isRead: item.isRead,
            when: <TimeAgo time={item.createdAt} now={now} />,
          }))}
        />
      )}
      {page.nextCursor ? (
        <div className="mt-8 flex justify-center">
          <LinkButton href={{ pathname: '/inbox', query: { cursor: page.nextCursor } }}>Earlier</LinkButton>
        </div>
      ) : null}
    </AppShell>
  )
}
