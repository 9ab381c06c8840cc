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
  SLOT_NAMES,
  suggestSlots,
  type TeamWorkflowDefinition,
  WORKFLOW_BYTES_MAX,
  WORKFLOW_NAME_LENGTH_MAX,
  WORKFLOW_SLOTS,
} from '@/lib/domain/team-workflow'
import { type InputSlot, type WorkflowGraph, workflowGraphSchema } from '@/lib/domain/workflow-graph'

export type WorkflowDialogProps = {
  onOpenChange: (open: boolean) => void
  create: (name: string, sent: TeamWorkflowDefinition) => Promise<Result<{ id: string }>>
}

const NOT_API_FORMAT = 'This is not a workflow in the API format. In ComfyUI choose File, Export (API), and choose that file here.'
const NONE = 'none'

/** Takes a workflow as ComfyUI exports it, and asks which of its inputs takes what. */
export function WorkflowDialog({ onOpenChange, create }: WorkflowDialogProps) {
  const toast = useToast()
  const [pending, start] = useTransition()
  const [name, setName] = useState('')
  const [draft, setDraft] = useState<TeamWorkflowDefinition | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    if (!file) return
    const graph = file.size > 2 * WORKFLOW_BYTES_MAX ? null : readGraph(await file.text())
    setDraft(graph && { graph, output: outputsOf(graph)[0] ?? '', slots: suggestSlots(graph) })
    setProblem(graph ? null : NOT_API_FORMAT)
    if (name === '') setName(file.name.replace(/\.json$/i, '').slice(0, WORKFLOW_NAME_LENGTH_MAX))
  }

  const add = () => {
    if (!draft) return setProblem('Choose a file first.')
    const read = readWorkflow(draft)
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
            className="file:mr-3 file:h-full file:cursor-pointer file:border-0 file:bg-transparent file:p-0 file:font-medium"
          />
        </Field>
        <Field label="Name">
          <Input value={name} maxLength={WORKFLOW_NAME_LENGTH_MAX} onChange={(event) => setName(event.target.value)} />
        </Field>
        {draft ? <Bindings draft={draft} onChange={setDraft} /> : null}
      </div>
    </Dialog>
  )
}

/** Which node gives the picture, and which input takes what. */
function Bindings({ draft, onChange }: { draft: TeamWorkflowDefinition; onChange: (draft: TeamWorkflowDefinition) => void }) {
  const { graph, output, slots } = draft
  return (
    <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
      <Field label="Picture comes from">
        <Select
          value={output || NONE}
          onValueChange={(value) => onChange({ ...draft, output: value })}
          options={withNone(
            outputsOf(graph).map((id) => ({ value: id, label: nodeName(graph, id) })),
            'No node gives one',
          )}
        />
      </Field>
      {SLOT_NAMES.map((slot) => (
        <Field key={slot} label={WORKFLOW_SLOTS[slot].label}>
          <Select
            value={keyOf(slots[slot])}
            onValueChange={(key) => {
              const chosen = inputsFor(slot, graph).find((input) => keyOf(input) === key)
              onChange({ ...draft, slots: { ...slots, [slot]: chosen } })
            }}
            options={withNone(
              inputsFor(slot, graph).map((input) => ({ value: keyOf(input), label: `${nodeName(graph, input.node)}, ${input.input}` })),
              'Not taken',
            )}
          />
        </Field>
      ))}
    </div>
  )
}

const keyOf = (slot: InputSlot | undefined): string => (slot ? JSON.stringify([slot.node, slot.input]) : NONE)
const nodeName = (graph: WorkflowGraph, id: string): string => `${graph[id]?.class_type ?? 'Node'} ${id}`
const withNone = (options: { value: string; label: string }[], none: string) => [{ value: NONE, label: none }, ...options]

function readGraph(text: string): WorkflowGraph | null {
  try {
    const parsed = workflowGraphSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
