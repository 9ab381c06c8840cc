'use client'
import { useState } from 'react'
import { ConfirmDialog } from '@/app/team/_components/confirm-dialog'
import { Button } from '@/components/ui/button'
import type { Result } from '@/lib/domain/errors'

export function LeaveTeam({ teamId, name, leave }: { teamId: string; name: string; leave: (teamId: string) => Promise<Result<never>> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Leave team</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Leave ${name}?`}
        description="You no longer see its scenes and images. What you made stays with the team."
        verb="Leave team"
        confirm={() => leave(teamId)}
      />
    </>
  )
}
