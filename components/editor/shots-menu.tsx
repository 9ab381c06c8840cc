'use client'
import { ChevronDown, Pencil, Plus, RefreshCw, Trash2, Video } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { newId } from '@/lib/domain/ids'
import { deleteShot, goToShot, saveShot, updateShot } from '@/lib/scene/commands/commands'
import { useEditorSession } from './session'
import { useEditor, useEditorActions } from './store/context'

/** Saved cameras: return to one, keep the present view as a new one, update or delete the active one. */
export function ShotsMenu() {
  const shots = useEditor((state) => state.document.shots)
  const activeId = useEditor((state) => state.document.activeShotId)
  const active = shots.find((shot) => shot.id === activeId)
  const actions = useEditorActions()
  const { canEdit, viewOnly } = useEditorSession()
  return (
    <Menu
      align="end"
      className="w-60"
      trigger={
        <Button variant="quiet" size="sm" aria-label={active ? `Shots, now ${active.name}` : 'Shots'} icon={<Icon icon={Video} />}>
          <span className="max-w-40 truncate">{active?.name ?? 'Shots'}</span>
          <Icon icon={ChevronDown} size="sm" />
        </Button>
      }
    >
      {shots.length > 0 ? (
        <>
          <MenuChoices
            label="Shots"
            value={activeId ?? ''}
            onValueChange={(id) => actions.navigate((doc) => goToShot(doc, id))}
            options={shots.map((shot) => ({ value: shot.id, label: <span className="truncate">{shot.name}</span> }))}
          />
          <MenuSeparator />
        </>
      ) : null}
      {viewOnly ? <MenuLabel>{viewOnly}</MenuLabel> : null}
      <MenuItem
        disabled={!canEdit}
        icon={<Icon icon={Plus} />}
        onSelect={() => {
          const id = newId('shot')
          actions.commit('Save shot', (doc) => saveShot(doc, id, `Shot ${doc.shots.length + 1}`))
          // The menu gives its focus back as it closes; the field takes it after that.
          requestAnimationFrame(() => actions.set({ interaction: { kind: 'rename', target: 'shot', id } }))
        }}
      >
        Save view as new shot
      </MenuItem>
      {active && canEdit ? (
        <>
          <MenuItem icon={<Icon icon={RefreshCw} />} onSelect={() => actions.commit('Update shot', (doc) => updateShot(doc, active.id))}>
            <span className="truncate">Update “{active.name}”</span>
          </MenuItem>
          <MenuItem
            icon={<Icon icon={Pencil} />}
            onSelect={() => requestAnimationFrame(() => actions.set({ interaction: { kind: 'rename', target: 'shot', id: active.id } }))}
          >
            Rename
          </MenuItem>
          <MenuItem danger icon={<Icon icon={Trash2} />} onSelect={() => actions.commit('Delete shot', (doc) => deleteShot(doc, active.id))}>
            Delete shot
          </MenuItem>
        </>
      ) : null}
    </Menu>
  )
}
