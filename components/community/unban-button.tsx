'use client'
import { Button } from '@/components/ui/button'
import type { ModerationActions } from './actions'
import { useDecision } from './use-decision'

/** Lets a person publish again; what they had published comes back. */
export function UnbanButton({ userId, ban }: { userId: string; ban: ModerationActions['ban'] }) {
  const { pending, decide } = useDecision()
  return (
    <Button pending={pending} onClick={() => void decide(() => ban(userId, false), 'They can publish again, and their images are back.')}>
      Lift ban
    </Button>
  )
}
