'use client'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { Chip } from '@/components/ui/chip'
import type { Capabilities } from '@/lib/domain/capabilities'
import { PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import { readMentions, readPrompt } from '@/lib/domain/look/read-prompt'
import { readableChoices } from '@/lib/domain/prompt-choices'
import { useGenerate, usePanel } from './generate-provider'
import { ImproveButton } from './improve-button'
import { UPLOAD_SLOTS } from './panel-state'
import type { PromptHelp } from './prompt-help'
import { PromptInput } from './prompt-input'
import { PromptLibrary } from './prompt-library/prompt-library'
import { leavesBracesWhole, together, withoutSpan } from './prompt-text'

/** From this length on the counter is shown. */
const COUNTED_FROM = 1500

/** The prompt, how long it is, and how it was understood. Typing renders this part alone. */
export function PromptField({ capabilities, help }: { capabilities: Capabilities; help: PromptHelp }) {
  const id = useId()
  const [choosing, setChoosing] = useState(false)
  const prompt = usePanel((state) => state.prompt)
  return (
    <section className="border-line border-b px-4 py-3.5">
      <div className="mb-2 flex items-baseline justify-between text-sm">
        <label htmlFor={id} className="font-medium text-text-2">
          Prompt
        </label>
        <span className="flex items-baseline gap-3">
          <span className={prompt.length >= COUNTED_FROM ? 'font-mono text-text-2' : 'sr-only'}>
            {prompt.length.toLocaleString('en')} of {PROMPT_LENGTH_MAX.toLocaleString('en')}
          </span>
          {help.canImprove ? <ImproveButton readsPrompt={capabilities.readsPrompt} /> : null}
          <button type="button" aria-haspopup="dialog" onClick={() => setChoosing(true)} className="rounded-sm text-text-3 hover:text-text">
            Library<span className="sr-only"> of prompts</span>
          </button>
          <a href="/guide" target="_blank" rel="noopener" className="rounded-sm text-text-3 hover:text-text">
            Guide<span className="sr-only"> to prompts, in a new tab</span>
          </a>
        </span>
      </div>
      <PromptInput id={id} placeholder={capabilities.readsPrompt ? 'Golden hour, marble floor, shallow focus' : 'Describe the picture'} />
      <Understood prompt={prompt} readsPrompt={capabilities.readsPrompt} />
      <PromptLibrary open={choosing} onOpenChange={setChoosing} actions={help.library} />
    </section>
  )
}

/**
 * Chips for what Studio understood; struck ones for what it ignores, with the reasons below. Other engines read the words
 * themselves, so there the chips are the mentions alone. Removing a chip edits the prompt.
 */
function Understood({ prompt, readsPrompt }: { prompt: string; readsPrompt: boolean }) {
  const { store } = useGenerate()
  const { useObjects } = useEditorBridge()
  const objects = useObjects()
  const deferred = useDeferredValue(prompt)
  const choices = usePanel((state) => state.explore.words)
  const slots = usePanel((state) => state.slots)
  const { chips, ignored } = useMemo(() => {
    const references = UPLOAD_SLOTS.flatMap((slot) => (slots[slot] ? [{ slot, role: slots[slot].role }] : []))
    const read = readsPrompt ? readPrompt : readMentions
    return together((choices ? readableChoices(deferred) : [deferred]).map((text) => read(text, objects, references)))
  }, [deferred, objects, slots, readsPrompt, choices])
  if (chips.length === 0 && ignored.length === 0) return null
  const remove = (span: { start: number; end: number }): void => store.setState({ prompt: withoutSpan(deferred, span), submitError: null })
  const reasons = [...new Set(ignored.map(({ reason }) => reason))]
  return (
    <>
      <ul aria-label="How the prompt was understood" className="mt-2 flex flex-wrap gap-1">
        {chips.map((chip) => (
          <li key={`${chip.start}-${chip.label}`}>
            <Chip kind="understood" onRemove={leavesBracesWhole(deferred, chip) ? () => remove(chip) : undefined}>
              {chip.label}
            </Chip>
          </li>
        ))}
        {ignored.map((words) => (
          <li key={`${words.start}-${words.text}`} title={words.reason}>
            <Chip kind="ignored" onRemove={leavesBracesWhole(deferred, words) ? () => remove(words) : undefined}>
              {words.text}
            </Chip>
          </li>
        ))}
      </ul>
      {reasons.length > 0 ? (
        <p className="mt-1.5 text-sm text-text-3">
          {readsPrompt ? 'Ignored: ' : null}
          {reasons.slice(0, 3).join(' ')}
        </p>
      ) : null}
    </>
  )
}
