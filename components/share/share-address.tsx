'use client'
import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { useCopy } from '@/components/ui/use-copy'

/** A new address with a button that copies it. It is told once, since only a hash of it is kept. */
export function ShareAddress({ url }: { url: string }) {
  const copyText = useCopy()
  const input = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  async function copy(): Promise<void> {
    input.current?.select()
    const failed = 'The browser did not allow copying. The address is selected: copy it with the keyboard.'
    setCopied(await copyText(url, { done: 'Link copied.', failed }))
  }
  return (
    <div className="mt-3">
      <div className="flex gap-2">
        <div className="min-w-0 flex-1">
          <Input ref={input} readOnly value={url} aria-label="Address of the link" onFocus={(event) => event.target.select()} className="font-mono" />
        </div>
        <Button variant="primary" autoFocus icon={<Icon icon={copied ? Check : Copy} />} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="mt-2 text-sm text-text-3">Copy it now: it is shown once. Share links of the team lists the link, and can give it a new address.</p>
    </div>
  )
}
