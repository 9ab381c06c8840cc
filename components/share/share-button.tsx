'use client'
import { Share2 } from 'lucide-react'
import { useState } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { ShareDialog, type ShareDialogProps } from './share-dialog'

export type ShareButtonProps = Omit<ShareDialogProps, 'open' | 'onOpenChange'> & Pick<ButtonProps, 'variant' | 'size' | 'disabled'>

/** A button that opens the dialog for a new share link. */
export function ShareButton({ variant, size, disabled, ...dialog }: ShareButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant={variant} size={size} disabled={disabled} icon={<Icon icon={Share2} />} onClick={() => setOpen(true)}>
        Share
      </Button>
      <ShareDialog {...dialog} open={open} onOpenChange={setOpen} />
    </>
  )
}
