'use client'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import type { PromptTemplate, TeamPrompt } from '@/lib/domain/prompt-template'
import { useGenerate } from '../generate-provider'
import type { LibraryActions } from '../prompt-help'
import { ChoosePrompt } from './choose-prompt'
import { EditPrompt } from './edit-prompt'
import { FillPrompt } from './fill-prompt'
import { useLibrary } from './use-library'

/** What the dialog shows. `edit` without a prompt keeps a new one, which begins with the prompt of the panel. */
type View = { kind: 'choose'; returned: boolean } | { kind: 'fill'; template: PromptTemplate } | { kind: 'edit'; prompt: TeamPrompt | null }

const OPENED: View = { kind: 'choose', returned: false }

export type PromptLibraryProps = { open: boolean; onOpenChange: (open: boolean) => void; actions: LibraryActions | null }

/** The team's prompts and those that come with Maquette: choose one, fill its variables, and it is the prompt. */
export function PromptLibrary({ open, onOpenChange, actions }: PromptLibraryProps) {
  const [view, setView] = useState<View>(OPENED)
  const title = view.kind === 'fill' ? view.template.name : view.kind === 'choose' ? 'Prompt library' : view.prompt ? 'Edit prompt' : 'Save prompt'
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next)
        if (!next) setView(OPENED)
      }}
      title={title}
      width="md"
    >
      {open ? <Content view={view} setView={setView} actions={actions} close={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

type ContentProps = { view: View; setView: (view: View) => void; actions: LibraryActions | null; close: () => void }

function Content({ view, setView, actions, close }: ContentProps) {
  const { store } = useGenerate()
  const toast = useToast()
  const library = useLibrary(actions)
  const choose = (): void => setView({ kind: 'choose', returned: true })

  function take(prompt: string): void {
    const before = store.getState().prompt
    store.setState({ prompt, submitError: null })
    close()
    setView(OPENED)
    if (before.trim() === '' || before === prompt) return
    toast({ message: 'The prompt was replaced.', action: { label: 'Undo', onPress: () => store.setState({ prompt: before }) } })
  }

  if (view.kind === 'fill') return <FillPrompt template={view.template} onTake={take} onBack={choose} />
  if (view.kind === 'edit') {
    const initial = view.prompt ?? { name: '', body: store.getState().prompt }
    return <EditPrompt initial={initial} onBack={choose} save={(template) => library.save(view.prompt?.id ?? null, template, choose)} />
  }
  return (
    <ChoosePrompt
      library={library}
      returned={view.returned}
      onChoose={(template) => setView({ kind: 'fill', template })}
      onTake={take}
      onEdit={actions ? (prompt) => setView({ kind: 'edit', prompt }) : null}
    />
  )
}
