'use client'
import { Check, CloudOff, Eye, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Pill } from '@/components/ui/pill'
import { Spinner } from '@/components/ui/spinner'
import { Tooltip } from '@/components/ui/tooltip'
import { useEditorSession } from '../session'
import { useEditor } from '../store/context'

/** Whether the scene is saved, always in sight. */
export function SaveState() {
  const { viewOnly, autosave } = useEditorSession()
  const { status, message } = useEditor((state) => state.save)
  if (viewOnly) {
    return (
      <span role="note" className="flex min-w-0 items-center gap-2">
        <Pill icon={<Icon icon={Eye} size="sm" />}>View only</Pill>
        <span className="truncate text-sm text-text-2">{viewOnly}</span>
      </span>
    )
  }
  return (
    <>
      <span role="status" data-save={status} className="flex">
        {status === 'saved' ? <Pill icon={<Icon icon={Check} size="sm" />}>Saved</Pill> : null}
        {status === 'pending' || status === 'saving' ? <Pill icon={<Spinner />}>Saving</Pill> : null}
        {status === 'offline' ? (
          <Tooltip content="Your changes are kept in this browser and saved as soon as the server can be reached.">
            <span>
              <Pill icon={<Icon icon={CloudOff} size="sm" className="text-warn" />}>Offline</Pill>
            </span>
          </Tooltip>
        ) : null}
        {status === 'conflict' ? <Pill icon={<Icon icon={TriangleAlert} size="sm" className="text-warn" />}>Conflict</Pill> : null}
        {status === 'refused' ? (
          <Tooltip content={message ?? 'The server did not take this change.'}>
            <span>
              <Pill icon={<Icon icon={TriangleAlert} size="sm" className="text-bad" />}>Not saved</Pill>
            </span>
          </Tooltip>
        ) : null}
      </span>
      {status === 'offline' || status === 'refused' ? (
        <Button size="xs" variant="quiet" onClick={() => autosave.retryNow()}>
          Try again
        </Button>
      ) : null}
    </>
  )
}
