import type { Metadata, Route } from 'next'
import { LinkButton } from '@/components/ui/link-button'
import { DeadEnd } from './_components/dead-end'
import { currentActor } from './_server/actor'

export const metadata: Metadata = { title: 'Not found' }

export default async function NotFoundPage() {
  const isSignedIn = (await currentActor()).kind === 'user'
  return (
    <DeadEnd
      title="There is nothing at this address."
      actions={
        isSignedIn ? (
          <>
            <LinkButton href={'/scenes' as Route} variant="primary">
              Go to your scenes
            </LinkButton>
            <LinkButton href={'/history' as Route}>Open history</LinkButton>
          </>
        ) : (
          <>
            <LinkButton href="/" variant="primary">
              Go to the first page
            </LinkButton>
            <LinkButton href="/sign-in">Sign in</LinkButton>
          </>
        )
      }
    >
      <p>It may have been deleted, or it belongs to a team that you are not in. Check the address for a typing slip.</p>
    </DeadEnd>
  )
}
