'use client'
import { useId, useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import { mentionOf, referenceMention } from '@/lib/domain/mentions'
import { fillParts, fillTemplate, type PromptTemplate, variablesOf } from '@/lib/domain/prompt-template'
import { usePanel } from '../generate-provider'
import { UPLOAD_SLOTS } from '../panel-state'
import { useFirstField } from './use-first-field'

export type FillPromptProps = { template: PromptTemplate; onTake: (prompt: string) => void; onBack: () => void }

/** A field for each variable, and below them the prompt as it will be. */
export function FillPrompt({ template, onTake, onBack }: FillPromptProps) {
  const id = useId()
  const form = useFirstField<HTMLFormElement>()
  const offersFor = useOffers()
  const variables = variablesOf(template.body)
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(variables.map(({ key, suggestion }) => [key, suggestion || (offersFor(key)[0] ?? '')])),
  )
  const prompt = fillTemplate(template.body, values)
  const open = variables.filter(({ key }) => (values[key] ?? '').trim() === '').map(({ name }) => name)
  const tooLong = prompt !== null && prompt.length > PROMPT_LENGTH_MAX
  return (
    <form
      ref={form}
      className="flex flex-col gap-4 pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (prompt !== null && !tooLong) onTake(prompt)
      }}
    >
      {variables.map(({ key, name }, index) => {
        const offers = offersFor(key)
        return (
          <Field key={key} label={name.charAt(0).toUpperCase() + name.slice(1)}>
            <Input
              value={values[key] ?? ''}
              maxLength={200}
              autoComplete="off"
              list={offers.length > 0 ? `${id}-${index}` : undefined}
              onChange={(event) => setValues({ ...values, [key]: event.currentTarget.value })}
            />
            {offers.length > 0 ? (
              <datalist id={`${id}-${index}`}>
                {offers.map((offer) => (
                  <option key={offer} value={offer} />
                ))}
              </datalist>
            ) : null}
          </Field>
        )
      })}
      <section aria-label="The prompt as it will be" className="whitespace-pre-wrap break-words rounded-md border border-line bg-raised px-3 py-2">
        {fillParts(template.body, values).map((part, index) => (
          // The parts have no identity of their own; their places are it.
          <span
            key={`${index}-${part.kind}`}
            className={part.kind === 'text' ? 'text-text-2' : part.kind === 'filled' ? 'text-accent-text' : 'text-text-3 italic'}
          >
            {part.text}
          </span>
        ))}
      </section>
      <div className="flex items-center gap-2">
        <p aria-live="polite" className="min-w-0 flex-1 text-sm text-text-3">
          {tooLong ? `This is longer than ${PROMPT_LENGTH_MAX.toLocaleString('en')} characters.` : open.length > 0 ? `Still open: ${open.join(', ')}.` : ''}
        </p>
        <Button variant="quiet" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" variant="primary" disabled={prompt === null || tooLong}>
          Use prompt
        </Button>
      </div>
    </form>
  )
}

const GROUND = /\b(?:floor|ground|wall|backdrop|ceiling|table top)\b/iu

/** What a variable is likely to be filled with: the scene's objects for `object`, what lies in the slots for `reference`. */
function useOffers(): (key: string) => readonly string[] {
  const { useObjects } = useEditorBridge()
  const objects = useObjects()
  const slots = usePanel((state) => state.slots)
  return (key) => {
    if (/^objects?\b/u.test(key)) {
      // The first is filled in by itself, and a prompt is seldom about the floor.
      const ordered = [...objects.filter(({ name }) => !GROUND.test(name)), ...objects.filter(({ name }) => GROUND.test(name))]
      return [...new Set(ordered.map(({ name }) => mentionOf(name)))]
    }
    if (/^references?\b/u.test(key)) return UPLOAD_SLOTS.flatMap((slot) => (slots[slot] ? [referenceMention(slot)] : []))
    return []
  }
}
