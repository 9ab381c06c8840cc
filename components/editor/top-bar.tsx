'use client'
import { CircleHelp, Redo2, Sparkles, Undo2 } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Mark } from '@/components/ui/mark'
import { useToast } from '@/components/ui/toast'
import { SaveState } from './save/save-state'
import { useEditorSession } from './session'
import { ShotsMenu } from './shots-menu'
import { useEditor, useEditorActions } from './store/context'

/** Where you are, whether it is saved, and what concerns the whole scene. */
export function TopBar({ themeButton }: { themeButton: ReactNode }) {
  const { teamName } = useEditorSession()
  const tab = useEditor((state) => state.tab)
  const actions = useEditorActions()
  return (
    <header className="col-span-3 flex items-center gap-2 border-line border-b bg-panel px-4 text-md">
      <Link href="/scenes" aria-label="All scenes" className="-ml-1 grid size-7 place-items-center rounded-sm">
        <Mark />
      </Link>
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2">
        <Link href="/scenes" className="max-w-40 truncate text-text-2 hover:text-text">
          {teamName}
        </Link>
        <span className="text-text-3">/</span>
        <SceneName />
      </nav>
      <SaveState />
      <span className="flex-1" />
      <ShotsMenu />
      <Divider />
      <UndoRedo />
      <Divider />
      <span className="contents">{themeButton}</span>
      <IconButton label="Help" shortcut="?" size="sm" icon={<Icon icon={CircleHelp} />} onClick={() => actions.set({ helpOpen: true })} />
      {tab === 'image' ? null : (
        <Button size="sm" variant="primary" className="ml-1" icon={<Icon icon={Sparkles} />} onClick={() => actions.set({ tab: 'image' })}>
          Generate
        </Button>
      )}
    </header>
  )
}

const Divider = () => <span className="mx-1 h-4 w-px shrink-0 bg-line" />

function UndoRedo() {
  const undoLabel = useEditor((state) => state.history.past.at(-1)?.label)
  const redoLabel = useEditor((state) => state.history.future[0]?.label)
  const actions = useEditorActions()
  return (
    <>
      <IconButton
        label={undoLabel ? `Undo ${undoLabel.toLowerCase()}` : 'Undo'}
        shortcut="Ctrl Z"
        size="sm"
        disabled={!undoLabel}
        icon={<Icon icon={Undo2} />}
        onClick={actions.undo}
      />
      <IconButton
        label={redoLabel ? `Redo ${redoLabel.toLowerCase()}` : 'Redo'}
        shortcut="Ctrl Shift Z"
        size="sm"
        disabled={!redoLabel}
        icon={<Icon icon={Redo2} />}
        onClick={actions.redo}
      />
    </>
  )
}

/** The scene's name: a button that turns into a field. */
function SceneName() {
  const { sceneId, canEdit, actions: server } = useEditorSession()
  const name = useEditor((state) => state.sceneName)
  const actions = useEditorActions()
  const [editing, setEditing] = useState(false)
  const given = useRef(false)
  const toast = useToast()

  async function rename(wanted: string): Promise<void> {
    setEditing(false)
    const next = wanted.trim()
    if (next === '' || next === name) return
    actions.set({ sceneName: next })
    const result = await server.rename(sceneId, next)
    if (result.ok) return
    actions.set({ sceneName: name })
    toast({ tone: 'error', message: result.error.message })
  }

  if (!editing) {
    return (
      <button
        type="button"
        disabled={!canEdit}
        title="Rename the scene"
        onClick={() => {
          given.current = false
          setEditing(true)
        }}
        className="-mx-1 max-w-72 truncate rounded-sm px-1 font-semibold enabled:hover:bg-raised"
      >
        {name}
      </button>
    )
  }
  return (
    <input
      aria-label="Name of the scene"
      defaultValue={name}
      maxLength={120}
      ref={(input) => input?.select()}
      onBlur={(event) => {
        if (given.current) setEditing(false)
        else void rename(event.currentTarget.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        else if (event.key === 'Escape') {
          given.current = true
          event.currentTarget.blur()
        }
      }}
      className="-mx-1 h-7 w-64 rounded-sm bg-bg px-1 font-semibold outline outline-accent-text"
    />
  )
}
