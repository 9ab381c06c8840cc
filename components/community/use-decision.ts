'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useToast } from '@/components/ui/toast'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

/** Runs a moderator's decision, says what came of it, and shows the page as it is then. Resolves to whether it was carried out. */
export function useDecision(): { pending: boolean; decide: (work: () => Promise<Result<null>>, done: string) => Promise<boolean> } {
  const router = useRouter()
  const toast = useToast()
  const [pending, setPending] = useState(false)
  const decide = async (work: () => Promise<Result<null>>, done: string): Promise<boolean> => {
    setPending(true)
    const result = await work().catch(() => null)
    setPending(false)
    if (!result?.ok) {
      toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
      return false
    }
    toast({ message: done })
    router.refresh()
    return true
  }
  return { pending, decide }
}
