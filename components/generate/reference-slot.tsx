'use client'
import { Plus } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Spinner } from '@/components/ui/spinner'
import type { ReferenceRole } from '@/lib/domain/generation'
import { fileUrl } from './api'
import { useGenerate, usePanel } from './generate-provider'
import { HistoryPicker } from './history-picker'
import { setSlotStatus, type UploadSlot } from './panel-state'
import { useUploadReference } from './use-upload-reference'

export const ROLE_LABEL: Record<ReferenceRole, string> = { style: 'Style', material: 'Material', environment: 'Environment', concept: 'Concept' }
/** What the picker offers; the server looks at the bytes and has the last word. */
export const ACCEPT = 'image/png,image/jpeg,image/webp,image/avif'

/** Slot 2 or 3: takes a picture by click, drop, paste or from History; the whole of it is the drop target. */
export function ReferenceSlot({ slot, refused }: { slot: UploadSlot; refused: string | null }) {
  const { store } = useGenerate()
  const upload = useUploadReference()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [picking, setPicking] = useState(false)
  const { content, busy, open } = usePanel((state) => ({
    content: state.slots[slot],
    busy: state.slotStatus[slot].busy,
    open: state.openSlot === slot,
  }))

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && refused) setSlotStatus(store, slot, { busy: false, error: refused })
    else if (file) void upload(slot, file)
  }

  const box = cx('relative h-[102px] w-full overflow-hidden rounded-md border text-sm font-medium transition-colors', over && 'border-accent-text')
  return (
    <fieldset
      aria-label={`Slot ${slot}`}
      className="min-w-0"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        data-testid={`reference-file-${slot}`}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void upload(slot, file)
        }}
      />
      {content ? (
        <button
          type="button"
          aria-expanded={open}
          aria-label={`Reference in slot ${slot}: ${ROLE_LABEL[content.role]}, ${Math.round(content.strength * 100)} percent`}
          onClick={() => store.setState({ openSlot: open ? null : slot })}
          className={cx(box, 'block bg-raised text-left', open ? 'border-text-2' : 'border-line-2', busy && 'opacity-60')}
        >
          <img src={fileUrl(content.assetId)} alt="" className="h-18 w-full object-cover" />
          <span className="flex h-7 items-center justify-between px-2">
            <span className="truncate">{ROLE_LABEL[content.role]}</span>
            <span className="font-mono font-normal text-text-2">{Math.round(content.strength * 100)}%</span>
          </span>
          {busy ? <BusyMark /> : null}
        </button>
      ) : (
        <Menu
          trigger={
            <button
              type="button"
              disabled={busy || refused !== null}
              title={refused ?? undefined}
              aria-label={`Add a reference to slot ${slot}`}
              className={cx(
                box,
                'grid place-content-center justify-items-center gap-1 border-line-2 border-dashed text-text-2 enabled:hover:border-text-3 enabled:hover:text-text disabled:opacity-45',
              )}
            >
              {busy ? <Spinner /> : <Icon icon={Plus} />}
              <span>{busy ? 'Adding' : 'Add'}</span>
              {busy ? null : <small className="font-normal text-text-3 text-xs">or drop here</small>}
            </button>
          }
        >
          <MenuItem onSelect={() => input.current?.click()}>Upload a picture</MenuItem>
          <MenuItem onSelect={() => setPicking(true)}>Choose from History</MenuItem>
        </Menu>
      )}
      {picking ? <HistoryPicker slot={slot} onClose={() => setPicking(false)} /> : null}
    </fieldset>
  )
}

function BusyMark() {
  return (
    <span className="absolute inset-0 grid place-items-center bg-scrim">
      <Spinner />
    </span>
  )
}
