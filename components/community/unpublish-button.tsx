'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { PublishActions } from './actions'

/** Takes an image out of the gallery. It stays in History, from where it can be published again. */
export function UnpublishButton({ publicationId, unpublish }: { publicationId: string; unpublish: PublishActions['unpublish'] }) {
  const router = useRouter()
  const toast = useToast()
  const [pending, setPending] = useState(false)

  async function takeOut(): Promise<void> {
    setPending(true)
    const result = await unpublish(publicationId).catch(() => null)
    setPending(false)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    toast({ message: 'Taken out of the gallery. It is still in History.' })
    router.refresh()
  }

  return (
    <Button pending={pending} onClick={() => void takeOut()}>
      Take out of the gallery
    </Button>
  )
}
