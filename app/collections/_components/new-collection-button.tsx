'use client'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { CollectionActions } from '@/components/history/output-actions'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { NameDialog } from './name-dialog'

/** Begins an empty collection. */
export function NewCollectionButton({ teamId, create }: { teamId: string; create: CollectionActions['create'] }) {
  const [open, setOpen] = useState(false)
  const router = useRouter()
  return (
    <>
      <Button variant="primary" icon={<Icon icon={Plus} />} onClick={() => setOpen(true)}>
        New collection
      </Button>
      <NameDialog
        open={open}
        onOpenChange={setOpen}
        title="New collection"
        verb="Create collection"
        name=""
        send={(name) => create(teamId, name, [])}
        onDone={() => router.refresh()}
      />
    </>
  )
}
