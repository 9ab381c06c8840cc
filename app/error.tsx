'use client'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { Entrance } from './_components/entrance'

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <Entrance
      title="Something broke on our side."
      lead="What you saved is safe. Try again, and if it stays, tell whoever runs this installation."
      footer={
        error.digest ? (
          <>
            Give them this code: <span className="num text-text">{error.digest}</span>
          </>
        ) : null
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
        <LinkButton href="/">Go to the first page</LinkButton>
      </div>
    </Entrance>
  )
}
