'use client'
import { Copy, Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useCopy } from '@/components/ui/use-copy'

/** Ten codes, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const copy = useCopy()
  const text = codes.join('\n')
  const words = { done: 'The codes are copied.', failed: 'Copying did not work here. Select the codes and copy them.' }
  const download = () => {
    const url = URL.createObjectURL(new Blob([`Recovery codes for Maquette. Each works once.\n\n${text}\n`], { type: 'text/plain' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: 'maquette-recovery-codes.txt' })
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-text-2">The second step is on. Without your phone, each of these signs you in once. They are shown only now.</p>
      <ul
        aria-label="Recovery codes"
        className="grid select-all grid-cols-[repeat(auto-fit,minmax(14rem,1fr))] gap-x-4 gap-y-1 rounded-md border border-line bg-raised p-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Icon icon={Copy} />} onClick={() => copy(text, words)}>
          Copy
        </Button>
        <Button icon={<Icon icon={Download} />} onClick={download}>
          Save as file
        </Button>
        <Button variant="primary" className="ml-auto" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
