'use client'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { DeadEnd } from './_components/dead-end'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <DeadEnd
      title="Something broke on our side."
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <LinkButton href="/">Go to the first page</LinkButton>
        </>
      }
    >
      <p>What you saved is safe. Try again, and if it stays, tell whoever runs this installation.</p>
      {error.digest ? (
        <p>
          Give them this code: <span className="num text-text">{error.digest}</span>
        </p>
      ) : null}
    </DeadEnd>
  )
}
