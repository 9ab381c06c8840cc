'use client'
import { Box } from 'lucide-react'
import { useId, useLayoutEffect, useMemo, useRef } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { Icon } from '@/components/ui/icon'
import { MentionList, mentionFieldProps, useMentionPicker } from '@/components/ui/mention-list'
import { PROMPT_LENGTH_MAX } from '@/lib/domain/generation'
import { mentionBeingWritten, mentionOf, referenceMention } from '@/lib/domain/mentions'
import { fileUrl } from './api'
import { useGenerate, usePanel } from './generate-provider'
import { UPLOAD_SLOTS } from './panel-state'
import { usePromptHistory } from './use-prompt-history'

const SUGGESTIONS_MAX = 6

/** Something that the prompt can name: `text` is how it stands there. */
type Nameable = { id: string; name: string; text: string; assetId: string | null }

/** The prompt itself. An `@` offers the objects of the scene and the references; arrow up at the beginning earlier prompts. */
export function PromptInput({ id, placeholder }: { id: string; placeholder: string }) {
  const { store } = useGenerate()
  const prompt = usePanel((state) => state.prompt)
  const { onArrow, told } = usePromptHistory()
  const picker = useMentionPicker(useNameables(), { written: mentionBeingWritten, max: SUGGESTIONS_MAX })
  const field = useRef<HTMLTextAreaElement>(null)
  const caretAfter = useRef<number | null>(null)
  const listId = useId()

  useLayoutEffect(() => {
    if (caretAfter.current === null || !field.current) return
    field.current.setSelectionRange(caretAfter.current, caretAfter.current)
    caretAfter.current = null
  })

  function choose({ text }: Nameable): void {
    const caret = field.current?.selectionStart ?? prompt.length
    const written = mentionBeingWritten(prompt, caret)
    picker.close()
    if (!written) return
    const after = prompt.slice(caret)
    const named = /^[\s,.;:!?)]/u.test(after) ? text : `${text} `
    const next = prompt.slice(0, written.start) + named + after
    if (next.length > PROMPT_LENGTH_MAX) return
    store.setState({ prompt: next, submitError: null })
    caretAfter.current = written.start + named.length
  }

  return (
    <div className="relative">
      <textarea
        ref={field}
        id={id}
        data-prompt
        value={prompt}
        maxLength={PROMPT_LENGTH_MAX}
        placeholder={placeholder}
        aria-describedby={`${id}-keys`}
        {...mentionFieldProps(picker, listId)}
        onChange={(event) => {
          store.setState({ prompt: event.target.value, submitError: null })
          picker.look(event.target.value, event.target.selectionStart)
        }}
        onClick={(event) => picker.look(prompt, event.currentTarget.selectionStart)}
        onBlur={() => picker.close()}
        onKeyDown={(event) => {
          if (!picker.takeKey(event, choose)) onArrow(event)
        }}
        className="field-sizing-content block max-h-52 min-h-19 w-full resize-none rounded-md border border-line-2 bg-raised px-2.5 py-2 text-md placeholder:text-text-3"
      />
      <MentionList id={listId} label="Objects and references" nouns={['thing', 'things']} picker={picker} onChoose={choose} side="below">
        {({ name, assetId }) => (
          <>
            {assetId === null ? (
              <Icon icon={Box} size="sm" className="mx-[3px] text-text-3" />
            ) : (
              <img src={fileUrl(assetId)} alt="" className="size-5 rounded-sm object-cover" />
            )}
            <span className="truncate">{name}</span>
          </>
        )}
      </MentionList>
      <span id={`${id}-keys`} className="sr-only">
        Type @ to name an object or a reference. Arrow up at the beginning brings earlier prompts of this scene.
      </span>
      <span role="status" className="sr-only">
        {told}
      </span>
    </div>
  )
}

/** The references first, since there are at most two; then each name of the scene once. */
function useNameables(): readonly Nameable[] {
  const { useObjects } = useEditorBridge()
  const objects = useObjects()
  const slots = usePanel((state) => state.slots)
  return useMemo(() => {
    const references = UPLOAD_SLOTS.flatMap((slot): Nameable[] => {
      const content = slots[slot]
      return content ? [{ id: `slot-${slot}`, name: `Reference ${slot}`, text: referenceMention(slot), assetId: content.assetId }] : []
    })
    const byName = new Map(objects.map((object) => [object.name, object]))
    return [...references, ...[...byName.values()].map(({ id, name }): Nameable => ({ id, name, text: mentionOf(name), assetId: null }))]
  }, [objects, slots])
}
