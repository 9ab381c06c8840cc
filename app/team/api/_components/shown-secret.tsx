'use client'
import { Copy } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { useCopy } from '@/components/ui/use-copy'

/** Something that is seen once: what is kept of it does not bring it back. */
export function ShownSecret({ label, value, children }: { label: string; value: string; children: string }) {
  const copy = useCopy()
  const words = { done: `${label} copied`, failed: `The browser did not allow copying. Select the ${label.toLowerCase()} and copy it by hand.` }
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="text-text-2">{children}</p>
      <div className="flex gap-2">
        <Input readOnly aria-label={label} value={value} onFocus={(event) => event.target.select()} className="font-mono" />
        <Button icon={<Icon icon={Copy} />} onClick={() => copy(value, words)}>
          Copy
        </Button>
      </div>
    </div>
  )
}
