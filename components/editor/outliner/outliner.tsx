'use client'
import { Box, Globe, Import, Lightbulb, Package, Plus, RectangleHorizontal, Sun, Type, Video } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { newId } from '@/lib/domain/ids'
import { deleteShot, goToShot, renameNode, renameShot, reorderNode, saveShot, setVisible } from '@/lib/scene/commands/commands'
import { ENVIRONMENT_NAMES } from '@/lib/scene/environment/names'
import type { SceneNode } from '@/lib/scene/schema'
import { useEditorSession } from '../session'
import { useEditor, useEditorActions, useEditorStore } from '../store/context'
import { isSelected, selectedIds } from '../store/editor-store'
import { AddMenu } from './add-menu'
import { Row } from './row'
import { selectRow } from './select-row'
import { MODEL_FILES, useModelImport } from './use-model-import'

function iconOf(node: SceneNode): typeof Box {
  if (node.type === 'model') return Package
  if (node.type === 'mesh') return node.geometry.shape === 'text' ? Type : Box
  return node.light.kind === 'directional' ? Sun : node.light.kind === 'area' ? RectangleHorizontal : Lightbulb
}

/** Arrow keys walk the lines of all groups, Home and End go to the ends. */
function onTreeKeys(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...(event.currentTarget.closest('aside')?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  if (at < 0 || event.altKey) return
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  const row = to === undefined ? undefined : rows[to]
  if (!row) return
  event.preventDefault()
  row.focus()
}

type GroupProps = {
  title: string /** Whether more than one line can be selected. */
  many?: boolean
  count?: number
  action?: ReactNode /** Said in place of lines. */
  empty?: string | false
  children: ReactNode
}

/** A heading and its lines. Each group is a tree of its own, since a tree may hold lines alone, no headings and no buttons. */
function Group({ title, many, count, action, empty, children }: GroupProps) {
  return (
    <section className="mb-3">
      <div className="flex h-7 items-center justify-between pr-1 pl-2 text-sm text-text-3">
        <h3>{title}</h3>
        {action ?? (count === undefined ? null : <span className="pr-1.5 tabular-nums">{count}</span>)}
      </div>
      {empty ? (
        <p className="px-2 py-1 text-sm text-text-3">{empty}</p>
      ) : (
        <div role="tree" aria-label={title} aria-multiselectable={many || undefined} onKeyDown={onTreeKeys}>
          {children}
        </div>
      )}
    </section>
  )
}

/** Everything in the scene by name: objects, lights, environment, shots. */
export function Outliner() {
  const order = useEditor((state) => state.document.order)
  const nodes = useEditor((state) => state.document.nodes)
  const objects = order.filter((id) => nodes[id] && nodes[id].type !== 'light')
  const lights = order.filter((id) => nodes[id]?.type === 'light')
  const selectedId = useEditor((state) => selectedIds(state).at(-1) ?? null)
  const { viewOnly } = useEditorSession()
  return (
    <aside aria-label="Outliner" className="flex min-h-0 flex-col border-line border-r bg-panel text-md">
      <h2 className="flex h-11 shrink-0 items-center px-4 font-semibold">Scene</h2>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        <Group title="Objects" many count={objects.length} empty={objects.length === 0 && 'No objects yet. Press Add, or drop a GLB file on the canvas.'}>
          {objects.map((id, i) => (
            <NodeRow key={id} id={id} tabStop={selectedId ? selectedId === id : i === 0} />
          ))}
        </Group>
        <Group title="Lights" many count={lights.length} empty={lights.length === 0 && 'No lights yet. The environment lights the scene.'}>
          {lights.map((id) => (
            <NodeRow key={id} id={id} tabStop={selectedId === id} />
          ))}
        </Group>
        <EnvironmentGroup />
        <ShotsGroup />
      </div>
      <div className="flex gap-2 border-line border-t p-3" title={viewOnly}>
        <AddMenu />
        <ImportButton />
      </div>
    </aside>
  )
}

function NodeRow({ id, tabStop }: { id: string; tabStop: boolean }) {
  const node = useEditor((state) => state.document.nodes[id])
  const selected = useEditor((state) => isSelected(state, id))
  const { canEdit } = useEditorSession()
  const store = useEditorStore()
  const renaming = useEditor((state) => state.interaction.kind === 'rename' && state.interaction.target === 'node' && state.interaction.id === id)
  const order = useEditor((state) => state.document.order)
  const actions = useEditorActions()
  if (!node) return null
  return (
    <Row
      dataId={id}
      name={node.name}
      icon={<Icon icon={iconOf(node)} />}
      selected={selected}
      dimmed={!node.visible}
      tabStop={tabStop}
      onSelect={(how) => selectRow(store, id, how)}
      renaming={renaming}
      onRenameStart={canEdit ? () => actions.set({ interaction: { kind: 'rename', target: 'node', id } }) : undefined}
      onRenameEnd={(name) => {
        actions.set({ interaction: { kind: 'idle' } })
        if (name !== null) actions.commit('Rename', (doc) => renameNode(doc, id, name))
      }}
      visible={node.visible}
      onToggleVisible={canEdit ? () => actions.commit(node.visible ? 'Hide' : 'Show', (doc) => setVisible(doc, id, !node.visible)) : undefined}
      drag={
        canEdit
          ? {
              onDragStart: (event) => event.dataTransfer.setData('application/x-maquette-node', id),
              onDragOver: (event) => event.dataTransfer.types.includes('application/x-maquette-node') && event.preventDefault(),
              onDrop: (event) => {
                const dragged = event.dataTransfer.getData('application/x-maquette-node')
                if (!dragged || dragged === id) return
                event.preventDefault()
                event.stopPropagation()
                actions.commit('Reorder', (doc) => reorderNode(doc, dragged, order.indexOf(id)))
              },
            }
          : undefined
      }
    />
  )
}

function EnvironmentGroup() {
  const preset = useEditor((state) => state.document.environment.preset)
  const selected = useEditor((state) => state.selection?.kind === 'environment')
  const actions = useEditorActions()
  return (
    <Group title="Environment">
      <Row
        name={ENVIRONMENT_NAMES[preset]}
        icon={<Icon icon={Globe} />}
        selected={selected}
        tabStop={selected}
        onSelect={() => actions.select({ kind: 'environment' })}
      />
    </Group>
  )
}

function ShotsGroup() {
  const shots = useEditor((state) => state.document.shots)
  const activeShotId = useEditor((state) => state.document.activeShotId)
  const { canEdit, viewOnly } = useEditorSession()
  const renamingId = useEditor((state) => (state.interaction.kind === 'rename' && state.interaction.target === 'shot' ? state.interaction.id : null))
  const actions = useEditorActions()
  const save = () => {
    const id = newId('shot')
    actions.commit('Save shot', (doc) => saveShot(doc, id, `Shot ${doc.shots.length + 1}`))
    actions.set({ interaction: { kind: 'rename', target: 'shot', id } })
  }
  return (
    <Group
      title="Shots"
      empty={shots.length === 0 && 'Save a view to come back to it.'}
      action={
        <IconButton
          label="Save the view as a shot"
          disabled={!canEdit}
          title={viewOnly}
          size="xs"
          tooltipSide="right"
          icon={<Icon icon={Plus} size="sm" />}
          onClick={save}
        />
      }
    >
      {shots.map((shot) => (
        <Row
          key={shot.id}
          onDelete={canEdit ? () => actions.commit('Delete shot', (doc) => deleteShot(doc, shot.id)) : undefined}
          dataId={shot.id}
          name={shot.name}
          icon={<Icon icon={Video} />}
          selected={false}
          current={shot.id === activeShotId}
          tabStop={false}
          onSelect={() => actions.navigate((doc) => goToShot(doc, shot.id))}
          renaming={renamingId === shot.id}
          onRenameStart={canEdit ? () => actions.set({ interaction: { kind: 'rename', target: 'shot', id: shot.id } }) : undefined}
          onRenameEnd={(name) => {
            actions.set({ interaction: { kind: 'idle' } })
            if (name !== null) actions.commit('Rename shot', (doc) => renameShot(doc, shot.id, name))
          }}
        />
      ))}
    </Group>
  )
}

function ImportButton() {
  const input = useRef<HTMLInputElement>(null)
  const importFiles = useModelImport()
  const { canEdit } = useEditorSession()
  return (
    <>
      <Button className="flex-1" disabled={!canEdit} icon={<Icon icon={Import} />} onClick={() => input.current?.click()}>
        Import
      </Button>
      <input
        ref={input}
        type="file"
        accept={MODEL_FILES}
        multiple
        hidden
        disabled={!canEdit}
        aria-label="Import a model"
        onChange={(event) => {
          importFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
