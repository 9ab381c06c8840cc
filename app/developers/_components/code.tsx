'use client'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { useCopy } from '@/components/ui/use-copy'

/** Something to copy and run. */
export function Code({ text, label }: { text: string; label: string }) {
  const copy = useCopy()
  return (
    <div className="relative overflow-hidden rounded-md border border-line bg-panel">
      {/* Long lines break instead of scrolling, so that nothing needs a mouse. */}
      <section aria-label={label}>
        <pre className="whitespace-pre-wrap p-4 pr-12 font-mono text-sm leading-5 [overflow-wrap:anywhere]">
          <code>{text}</code>
        </pre>
      </section>
      <div className="absolute top-2 right-2">
        <IconButton
          label={`Copy: ${label}`}
          icon={<Icon icon={Copy} />}
          onClick={() => copy(text, { done: 'Copied', failed: 'The browser did not allow copying. Select the text and copy it by hand.' })}
        />
      </div>
    </div>
  )
}

/** The same in several languages. */
export function CodeTabs({ label, examples }: { label: string; examples: readonly { value: string; label: string; text: string }[] }) {
  const [language, setLanguage] = useState(examples[0]?.value ?? '')
  return (
    <Tabs value={language} onValueChange={setLanguage} tabs={examples} label={label} className="[&>div:first-child]:px-0">
      {examples.map((example) => (
        <TabPanel key={example.value} value={example.value} className="pt-3">
          <Code text={example.text} label={`${label}, ${example.label}`} />
        </TabPanel>
      ))}
    </Tabs>
  )
}
