'use client'
import { CheckCheck } from 'lucide-react'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export function MarkAllRead({ markAllRead }: { markAllRead: () => Promise<Result<void>> }) {
  const [pending, start] = useTransition()
  const toast = useToast()
  const press = () =>
    start(async () => {
      const result = await markAllRead()
      if (!result.ok) toast({ message: result.error.message, tone: 'error' })
    })
  return (
    <Button icon={<Icon icon={CheckCheck} />} pending={pending} onClick={press}>
      Mark all read
    </Button>
  )
}
