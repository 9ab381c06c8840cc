'use client'
import { Share2 } from 'lucide-react'
import { useState } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { ShareDialog, type ShareDialogProps } from './share-dialog'

export type ShareButtonProps = Omit<ShareDialogProps, 'open' | 'onOpenChange'> & Pick<ButtonProps, 'variant' | 'size' | 'disabled' | 'children'>

/** A button that opens the dialog for a new share link. */
export function ShareButton({ variant, size, disabled, children = 'Share', ...dialog }: ShareButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button title="Share" variant={variant} size={size} disabled={disabled} icon={<Icon icon={Share2} />} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <ShareDialog {...dialog} open={open} onOpenChange={setOpen} />
    </>
  )
}
