'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import type { ErrorInfo } from '@/lib/domain/errors'
import { PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import { PROMPT_NAME_LENGTH_MAX, type PromptTemplate, promptTemplateSchema, variablesOf } from '@/lib/domain/prompt-template'
import { useFirstField } from './use-first-field'

export type EditPromptProps = {
  initial: PromptTemplate
  onBack: () => void
  /** @returns what is wrong, or null once it is kept. */
  save: (template: PromptTemplate) => Promise<ErrorInfo | null>
}

/** Name and text of a prompt of the library. */
export function EditPrompt({ initial, onBack, save }: EditPromptProps) {
  const form = useFirstField<HTMLFormElement>()
  const [name, setName] = useState(initial.name)
  const [body, setBody] = useState(initial.body)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<{ message: string; fields: Record<string, string> } | null>(null)
  const variables = variablesOf(body).map((variable) => variable.name)

  async function submit(): Promise<void> {
    if (saving) return
    const parsed = promptTemplateSchema.safeParse({ name, body })
    if (!parsed.success) {
      const fields = Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]))
      return setProblem({ message: '', fields })
    }
    setSaving(true)
    const error = await save(parsed.data)
    setSaving(false)
    if (error) setProblem({ message: error.fields ? '' : error.message, fields: error.fields ?? {} })
  }

  return (
    <form
      ref={form}
      className="flex flex-col gap-4 pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label="Name" error={problem?.fields.name}>
        <Input value={name} maxLength={PROMPT_NAME_LENGTH_MAX} autoComplete="off" onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field
        label="Prompt"
        error={problem?.fields.body}
        hint={
          variables.length > 0
            ? `Asked for each time: ${variables.join(', ')}.`
            : 'Write {{material}} where a word is chosen each time, or {{material: oak}} with a suggestion.'
        }
      >
        <Textarea value={body} maxLength={PROMPT_LENGTH_MAX} rows={4} onChange={(event) => setBody(event.currentTarget.value)} />
      </Field>
      <div className="flex items-center gap-2">
        <p aria-live="polite" className="min-w-0 flex-1 text-bad text-sm">
          {problem?.message ?? ''}
        </p>
        <Button variant="quiet" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" variant="primary" pending={saving}>
          Save
        </Button>
      </div>
    </form>
  )
}
