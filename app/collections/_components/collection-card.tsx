'use client'
import { Ellipsis, Pencil, Share2, Trash2 } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { CoverMosaic } from '@/components/history/cover-mosaic'
import type { CollectionActions } from '@/components/history/output-actions'
import type { ShareActions } from '@/components/share/share-actions'
import { ShareDialog } from '@/components/share/share-dialog'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import { countWords } from '@/lib/domain/count-words'
import type { CollectionView } from '@/lib/domain/curation'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'
import { NameDialog } from './name-dialog'

export type CollectionCardProps = {
  collection: CollectionView
  /** Null for those who may only look. */
  actions: Pick<CollectionActions, 'rename' | 'remove' | 'restore'> | null
  /** Null for those who may make no share links. */
  share: { teamId: string; create: ShareActions['create'] } | null
}

/** One collection of the grid: its newest pictures and its name open it, the rest is in its menu. */
export function CollectionCard({ collection, actions, share }: CollectionCardProps) {
  const { id, name, images, covers, createdByName } = collection
  const [renaming, setRenaming] = useState(false)
  const [sharing, setSharing] = useState(false)
  const [busy, startTransition] = useTransition()
  const router = useRouter()
  const toast = useToast()

  const run = (work: () => Promise<Result<unknown>>, done?: () => void): void =>
    startTransition(async () => {
      const result = await work().catch(() => null)
      if (!result?.ok) return toast({ tone: 'error', message: result ? result.error.message : UNREACHABLE })
      done?.()
      router.refresh()
    })

  return (
    <li className="relative min-w-0" aria-busy={busy}>
      <Link href={`/history?collection=${id}` as Route} className="block rounded-md">
        <CoverMosaic covers={covers} />
        <h2 className="mt-2.5 truncate pr-8 font-medium">{name}</h2>
      </Link>
      <p className="mt-0.5 truncate pr-8 text-sm text-text-3">
        {[images === 1 ? '1 image' : `${countWords(images)} images`, createdByName ? `by ${createdByName}` : null].filter(Boolean).join(', ')}
      </p>
      {actions ? (
        <div className="absolute -right-1.5 bottom-1 phone:-right-2 phone:-bottom-1">
          <Menu align="end" trigger={<IconButton label={`More for ${name}`} size="sm" icon={<Icon icon={Ellipsis} />} />}>
            <MenuItem icon={<Icon icon={Pencil} />} onSelect={() => setRenaming(true)}>
              Rename
            </MenuItem>
            {share ? (
              <MenuItem icon={<Icon icon={Share2} />} onSelect={() => setSharing(true)}>
                Share
              </MenuItem>
            ) : null}
            <MenuSeparator />
            <MenuItem
              danger
              icon={<Icon icon={Trash2} />}
              onSelect={() =>
                run(
                  () => actions.remove(id),
                  () =>
                    toast({
                      message: `“${name}” was deleted. Its images stay in History.`,
                      action: { label: 'Undo', onPress: () => run(() => actions.restore(id)) },
                    }),
                )
              }
            >
              Delete
            </MenuItem>
          </Menu>
          <NameDialog
            open={renaming}
            onOpenChange={setRenaming}
            title="Rename collection"
            verb="Rename"
            name={name}
            send={(wanted) => actions.rename(id, wanted)}
            onDone={() => router.refresh()}
          />
          {share ? (
            <ShareDialog open={sharing} onOpenChange={setSharing} {...share} target={{ kind: 'collection', collectionId: id }} suggestedTitle={name} />
          ) : null}
        </div>
      ) : null}
    </li>
  )
}
