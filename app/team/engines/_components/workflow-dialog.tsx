'use client'
import { type ChangeEvent, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import {
  inputsFor,
  outputsOf,
  readWorkflow,
  readWorkflowFile,
  SLOT_NAMES,
  suggestSlots,
  type TeamWorkflowDefinition,
  WORKFLOW_BYTES_MAX,
  WORKFLOW_NAME_LENGTH_MAX,
  WORKFLOW_SLOTS,
  WORKFLOW_TOO_LARGE,
  type WorkflowFile,
} from '@/lib/domain/team-workflow'
import type { InputSlot } from '@/lib/domain/workflow-graph'

export type WorkflowDialogProps = {
  onOpenChange: (open: boolean) => void
  create: (name: string, sent: TeamWorkflowDefinition) => Promise<Result<{ id: string }>>
}

const NONE = 'none'
/** Of the value that an input has in the file. */
const NOTE_LENGTH_MAX = 60

/** The workflow as it will be kept, and what its author called the nodes. */
type Draft = { definition: TeamWorkflowDefinition; titles: WorkflowFile['titles'] }

/** Takes a workflow as ComfyUI exports it, and asks which of its inputs takes what. */
export function WorkflowDialog({ onOpenChange, create }: WorkflowDialogProps) {
  const toast = useToast()
  const [pending, start] = useTransition()
  const [name, setName] = useState('')
  const [draft, setDraft] = useState<Draft | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    if (!file) return
    const read = file.size > 2 * WORKFLOW_BYTES_MAX ? ({ ok: false, message: WORKFLOW_TOO_LARGE } as const) : readWorkflowFile(await file.text())
    setProblem(read.ok ? null : read.message)
    if (!read.ok) return setDraft(null)
    const { graph, titles } = read.file
    setDraft({ definition: { graph, output: outputsOf(graph)[0] ?? '', slots: suggestSlots(graph) }, titles })
    if (name === '') setName(file.name.replace(/\.json$/i, '').slice(0, WORKFLOW_NAME_LENGTH_MAX))
  }

  const bind = (definition: TeamWorkflowDefinition): void => {
    setProblem(null)
    setDraft((before) => before && { ...before, definition })
  }

  const add = () => {
    if (!draft) return setProblem(problem ?? 'Choose a file first.')
    const read = readWorkflow(draft.definition)
    if (!read.ok) return setProblem(read.message)
    start(async () => {
      const result = await create(name, read.definition)
      if (!result.ok) return setProblem(result.error.message)
      toast({ message: `${name.trim()} is now in the engine menu.` })
      onOpenChange(false)
    })
  }

  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      width="md"
      title="Add a workflow"
      description="In ComfyUI choose File, Export (API). Its models and extensions have to be on that machine."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={add}>
            Add workflow
          </Button>
        </>
      }
    >
      <div className="mt-4 flex flex-col gap-4">
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <Field label="File">
          <Input
            type="file"
            accept="application/json,.json"
            onChange={choose}
            // A browser tells nothing when the same file is chosen again, and a refused one comes back mended.
            onClick={(event) => {
              if (!draft) event.currentTarget.value = ''
            }}
            className="file:mr-3 file:h-full file:cursor-pointer file:border-0 file:bg-transparent file:p-0 file:font-medium"
          />
        </Field>
        <Field label="Name">
          <Input
            value={name}
            maxLength={WORKFLOW_NAME_LENGTH_MAX}
            onChange={(event) => {
              setName(event.target.value)
              if (draft) setProblem(null)
            }}
          />
        </Field>
        {draft ? <Bindings draft={draft} onChange={bind} /> : null}
      </div>
    </Dialog>
  )
}

/** Which node gives the picture, and which input takes what. */
function Bindings({ draft, onChange }: { draft: Draft; onChange: (definition: TeamWorkflowDefinition) => void }) {
  const { definition, titles } = draft
  const { graph, output, slots } = definition
  const nodeName = (id: string): string => `${titles[id] ?? graph[id]?.class_type ?? 'Node'} ${id}`
  const optionOf = (slot: InputSlot) => ({
    value: keyOf(slot),
    label: `${nodeName(slot.node)}, ${slot.input}`,
    // Two nodes of a kind are told apart by what they hold.
    note: String(graph[slot.node]?.inputs[slot.input] ?? '').slice(0, NOTE_LENGTH_MAX) || undefined,
  })
  return (
    <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
      <Field label="Picture comes from" className="col-span-full">
        <Select
          value={output}
          onValueChange={(value) => onChange({ ...definition, output: value })}
          options={outputsOf(graph).map((id) => ({ value: id, label: nodeName(id) }))}
        />
      </Field>
      {SLOT_NAMES.map((slot) => (
        <Field key={slot} label={WORKFLOW_SLOTS[slot].label}>
          <Select
            value={keyOf(slots[slot])}
            onValueChange={(key) => {
              const chosen = inputsFor(slot, graph).find((input) => keyOf(input) === key)
              onChange({ ...definition, slots: { ...slots, [slot]: chosen } })
            }}
            options={[{ value: NONE, label: 'Not taken' }, ...inputsFor(slot, graph).map(optionOf)]}
          />
        </Field>
      ))}
    </div>
  )
}

const keyOf = (slot: InputSlot | undefined): string => (slot ? JSON.stringify([slot.node, slot.input]) : NONE)
