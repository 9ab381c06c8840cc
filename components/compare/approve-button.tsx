'use client'
import { CircleCheck } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import { type ComparedFacts, letterOf } from '@/lib/domain/comparison'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

export type Approve = (outputId: string, review: { verdict: 'approved'; note: string }) => Promise<Result<unknown>>

export type ApproveButtonProps = {
  picture: Pick<ComparedFacts, 'outputId' | 'review'>
  /** Which picture it is, for its letter. */
  index: number
  approve: Approve
}

/** Approves exactly one picture, or says that it is approved. A snapshot is nothing to approve. */
export function ApproveButton({ picture: { outputId, review }, index, approve }: ApproveButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const [pending, setPending] = useState(false)
  if (outputId === null) return null
  const letter = letterOf(index)
  if (review === 'approved') {
    return (
      <span className="flex h-7 items-center gap-1.5 whitespace-nowrap px-2 font-medium text-good text-md">
        <Icon icon={CircleCheck} />
        {letter} approved
      </span>
    )
  }

  async function press(id: string): Promise<void> {
    setPending(true)
    const result = await approve(id, { verdict: 'approved', note: '' }).catch(() => null)
    setPending(false)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    toast({ message: `${letter} is approved.` })
    router.refresh()
  }

  return (
    <Button variant="primary" size="sm" pending={pending} icon={<Icon icon={CircleCheck} />} onClick={() => void press(outputId)}>
      Approve {letter}
    </Button>
  )
}
