'use client'
import { Copy } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { useCopy } from '@/components/ui/use-copy'

/** A link that was just made. Only its hash is stored, so it is shown now or never. */
export type ShownInvitation = {
  /** Null for a link that anybody may use. */
  email: string | null
  link: string
  delivered: 'mail' | 'terminal' | 'not_sent' | 'by_hand'
}

const wordsOf = ({ email, delivered }: ShownInvitation): string => {
  switch (delivered) {
    case 'mail':
      return `The invitation is on its way to ${email}. You can also send this link yourself.`
    case 'terminal':
      return `This installation sends no mail. Send this link to ${email} yourself; it is also printed in the terminal where Maquette runs.`
    case 'not_sent':
      return `The mail to ${email} could not be sent. Send this link yourself, or resend later.`
    case 'by_hand':
      return 'Send this link to those whom you want in the team. Anybody who has it can join until it expires or you revoke it.'
  }
}

export function ShownLink({ invitation }: { invitation: ShownInvitation }) {
  const copy = useCopy()
  const words = { done: 'Link copied', failed: 'The browser did not allow copying. Select the link and copy it by hand.' }
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md border border-line bg-raised p-3 text-md">
      <p>{wordsOf(invitation)}</p>
      <div className="flex gap-2">
        <Input readOnly aria-label="Invitation link" value={invitation.link} onFocus={(event) => event.target.select()} className="font-mono" />
        <Button icon={<Icon icon={Copy} />} onClick={() => copy(invitation.link, words)}>
          Copy link
        </Button>
      </div>
      <p className="text-sm text-text-2">It cannot be shown again. A new one can be made at any time.</p>
    </div>
  )
}
