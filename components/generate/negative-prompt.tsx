'use client'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import type { Capabilities } from '@/lib/domain/capabilities'
import { NEGATIVE_PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import { useGenerate, usePanel } from './generate-provider'
import { setSettings } from './panel-state'

/**
 * What the picture should not show, for engines that take such words. Words that were written for another engine stay in
 * sight until they are cleared, since nothing is dropped unseen.
 */
export function NegativePrompt({ capabilities }: { capabilities: Capabilities }) {
  const { store } = useGenerate()
  const id = useId()
  const text = usePanel(({ settings }) => settings.negativePrompt ?? '')
  const taken = capabilities.negativePrompt
  if (!taken && text === '') return null
  const write = (next: string): void => setSettings(store, { negativePrompt: next === '' ? undefined : next })
  return (
    <section className="border-line border-b px-4 py-3.5">
      <div className="mb-2 flex items-baseline justify-between text-sm">
        <label htmlFor={id} className="font-medium text-text-2">
          Leave out
        </label>
        {taken ? null : (
          <Button size="sm" variant="quiet" onClick={() => write('')}>
            Clear
          </Button>
        )}
      </div>
      <textarea
        id={id}
        value={text}
        readOnly={!taken}
        aria-describedby={`${id}-note`}
        maxLength={NEGATIVE_PROMPT_LENGTH_MAX}
        placeholder="People, text, clutter"
        onChange={(event) => write(event.target.value)}
        className="field-sizing-content block max-h-32 min-h-9 w-full resize-none rounded-md border border-line-2 bg-raised px-2.5 py-2 text-md placeholder:text-text-3 read-only:text-text-3"
      />
      <p id={`${id}-note`} className={taken ? 'sr-only' : 'mt-1.5 text-sm text-text-3'}>
        {taken ? 'What the picture should not show.' : `${capabilities.label} takes no words on what to leave out. Clear them, or choose another engine.`}
      </p>
    </section>
  )
}
