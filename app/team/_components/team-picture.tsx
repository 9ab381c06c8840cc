'use client'
import { useRouter } from 'next/navigation'
import { useId, useTransition } from 'react'
import { TeamMark } from '@/app/_components/team-mark'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { cx } from '@/components/ui/cx'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type TeamPictureProps = {
  teamId: string
  name: string
  pictureAssetId: string | null
  remove: (teamId: string) => Promise<Result<void>>
}

/** The team's picture, chosen from a file and stored at once. */
export function TeamPicture({ teamId, name, pictureAssetId, remove }: TeamPictureProps) {
  const id = useId()
  const router = useRouter()
  const toast = useToast()
  const [pending, start] = useTransition()
  const upload = (file: File) =>
    start(async () => {
      const refusal = await send(teamId, file)
      if (refusal) toast({ message: refusal, tone: 'error' })
      else router.refresh()
    })
  const clear = () =>
    start(async () => {
      const result = await remove(teamId)
      if (!result.ok) toast({ message: result.error.message, tone: 'error' })
    })
  return (
    <div className="flex items-center gap-4">
      <TeamMark name={name} pictureAssetId={pictureAssetId} size="xl" />
      <div className="flex flex-wrap gap-2">
        <label htmlFor={id} aria-busy={pending} className={cx(buttonClass(), 'cursor-pointer focus-within:outline-2 focus-within:outline-accent-text')}>
          {pictureAssetId ? 'Change picture' : 'Choose picture'}
          <input
            id={id}
            type="file"
            accept="image/png,image/jpeg,image/webp,image/avif"
            className="sr-only"
            disabled={pending}
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ''
              if (file) upload(file)
            }}
          />
        </label>
        {pictureAssetId ? (
          <Button variant="quiet" pending={pending} onClick={clear}>
            Remove
          </Button>
        ) : null}
      </div>
    </div>
  )
}

/** @returns What went wrong in words, or nothing. */
async function send(teamId: string, file: File): Promise<string | undefined> {
  try {
    const response = await fetch(`/api/teams/${teamId}/picture`, { method: 'PUT', body: file })
    const answer = (await response.json()) as Result<{ assetId: string }>
    return answer.ok ? undefined : answer.error.message
  } catch {
    return 'The picture did not arrive. Check your connection and try again.'
  }
}
