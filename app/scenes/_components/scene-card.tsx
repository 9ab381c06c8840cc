'use client'
import { Copy, Ellipsis, Image as ImageIcon, Pencil, Trash2 } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { useState, useTransition } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Mark } from '@/components/ui/mark'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type SceneCardProps = {
  scene: { id: string; name: string; thumbnailAssetId: string | null; generationCount: number; note: string }
  /** Null for those who may only look. */
  actions: null | {
    rename: (sceneId: string, name: string) => Promise<Result<{ name: string }>>
    duplicate: (sceneId: string) => Promise<Result<{ id: string; name: string }>>
    remove: (sceneId: string) => Promise<Result<null>>
    restore: (sceneId: string) => Promise<Result<null>>
  }
}

/** One scene of the grid. The picture and the name open it; the rest is in its menu. */
export function SceneCard({ scene, actions }: SceneCardProps) {
  const [renaming, setRenaming] = useState(false)
  const [busy, startTransition] = useTransition()
  const toast = useToast()

  const run = (work: () => Promise<Result<unknown>>, done?: () => void) =>
    startTransition(async () => {
      const result = await work()
      if (result.ok) done?.()
      else toast({ tone: 'error', message: result.error.message })
    })

  return (
    <li className="group relative min-w-0" aria-busy={busy}>
      <Link href={`/scenes/${scene.id}` as Route} className="block rounded-md">
        <span className="relative block aspect-4/3 overflow-hidden rounded-md bg-skeleton">
          {scene.thumbnailAssetId ? (
            <img src={`/api/files/${scene.thumbnailAssetId}`} alt="" className="size-full object-cover" />
          ) : (
            <span className="grid size-full place-items-center text-text-3">
              <Mark />
            </span>
          )}
          {scene.generationCount > 0 ? (
            <span className="absolute top-2 right-2 inline-flex h-5.5 items-center gap-1 rounded-sm bg-over px-2 font-medium text-white text-xs">
              <Icon icon={ImageIcon} size="sm" />
              {scene.generationCount}
              <span className="sr-only"> generations</span>
            </span>
          ) : null}
        </span>
        <h3 className="mt-2.5 truncate pr-8 font-medium">{scene.name}</h3>
      </Link>
      <p className="mt-0.5 truncate pr-8 text-sm text-text-3">{scene.note}</p>
      {actions ? (
        <div className="absolute -right-1.5 bottom-1 phone:-right-2 phone:-bottom-1">
          <Menu align="end" trigger={<IconButton label={`More for ${scene.name}`} size="sm" icon={<Icon icon={Ellipsis} />} />}>
            <MenuItem icon={<Icon icon={Pencil} />} onSelect={() => setRenaming(true)}>
              Rename
            </MenuItem>
            <MenuItem
              icon={<Icon icon={Copy} />}
              onSelect={() =>
                run(
                  () => actions.duplicate(scene.id),
                  () => toast({ message: `“${scene.name}” has a copy now.` }),
                )
              }
            >
              Duplicate
            </MenuItem>
            <MenuSeparator />
            <MenuItem
              danger
              icon={<Icon icon={Trash2} />}
              onSelect={() =>
                run(
                  () => actions.remove(scene.id),
                  () => toast({ message: `“${scene.name}” was deleted.`, action: { label: 'Undo', onPress: () => run(() => actions.restore(scene.id)) } }),
                )
              }
            >
              Delete
            </MenuItem>
          </Menu>
          <RenameDialog open={renaming} onOpenChange={setRenaming} name={scene.name} rename={(name) => actions.rename(scene.id, name)} />
        </div>
      ) : null}
    </li>
  )
}

type RenameDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; name: string; rename: (name: string) => Promise<Result<{ name: string }>> }

function RenameDialog({ open, onOpenChange, name, rename }: RenameDialogProps) {
  const [error, setError] = useState<string>()
  const [pending, startTransition] = useTransition()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Rename scene"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form="rename-scene" variant="primary" pending={pending}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id="rename-scene"
        onSubmit={(event) => {
          event.preventDefault()
          const wanted = String(new FormData(event.currentTarget).get('name') ?? '')
          startTransition(async () => {
            const result = await rename(wanted)
            if (result.ok) onOpenChange(false)
            else setError(result.error.message)
          })
        }}
      >
        <Field label="Name" error={error}>
          <Input name="name" defaultValue={name} maxLength={120} autoFocus onFocus={(event) => event.currentTarget.select()} />
        </Field>
      </form>
    </Dialog>
  )
}
