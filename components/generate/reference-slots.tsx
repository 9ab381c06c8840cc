'use client'
import { CircleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Switch } from '@/components/ui/switch'
import type { Capabilities } from '@/lib/domain/capabilities'
import { useGenerate, usePanel } from './generate-provider'
import { PanelSection } from './panel-section'
import { clearSlotErrors, nextSlot, setSettings, UPLOAD_SLOTS, type UploadSlot } from './panel-state'
import { ReferenceInset } from './reference-inset'
import { ReferenceSlot } from './reference-slot'
import { useUploadReference } from './use-upload-reference'

/** The three image references: the live canvas, and two that hold uploads. */
export function ReferenceSlots({ capabilities }: { capabilities: Capabilities }) {
  const { store, mayGenerate } = useGenerate()
  const upload = useUploadReference()
  const { used, openSlot, errors, taken } = usePanel((state) => ({
    used: Number(state.settings.canvas) + UPLOAD_SLOTS.filter((slot) => state.slots[slot]).length,
    openSlot: state.openSlot !== null && state.slots[state.openSlot] ? state.openSlot : null,
    errors: UPLOAD_SLOTS.map((slot) => state.slotStatus[slot].error)
      .filter((error) => error !== null)
      .join(' '),
    taken: UPLOAD_SLOTS.filter((slot) => state.slots[slot]).length,
  }))

  // A picture that is pasted anywhere but into a text goes to the first empty slot.
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith('image/'))
      const target = event.target
      const inText = target instanceof HTMLInputElement || (target instanceof HTMLElement && target.isContentEditable)
      if (!picture || inText || !mayGenerate) return
      event.preventDefault()
      void upload(nextSlot(store.getState()), picture)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [store, upload, mayGenerate])

  return (
    <PanelSection title="Image references" aux={`${used} of 3 used`}>
      <div className="grid grid-cols-3 gap-2">
        <CanvasSlot capabilities={capabilities} />
        {UPLOAD_SLOTS.map((slot) => (
          <ReferenceSlot
            key={slot}
            slot={slot}
            refused={mayGenerate ? refusal(capabilities, slot, taken) : 'You can look, not add references: ask an admin of the team.'}
          />
        ))}
      </div>
      {errors ? (
        <div className="mt-2 flex items-start gap-2 text-sm">
          <Icon icon={CircleAlert} size="sm" className="mt-px text-bad" />
          <p role="alert" className="min-w-0 flex-1">
            {errors}
          </p>
          <IconButton label="Dismiss" size="xs" className="-mt-1 -mr-1.5" icon={<Icon icon={X} size="sm" />} onClick={() => clearSlotErrors(store)} />
        </div>
      ) : null}
      {openSlot ? <ReferenceInset key={openSlot} slot={openSlot} capabilities={capabilities} /> : null}
    </PanelSection>
  )
}

/** Why a slot cannot take a picture with this engine, or null. */
function refusal(capabilities: Capabilities, slot: UploadSlot, taken: number): string | null {
  if (capabilities.referencesMax === 0) return `${capabilities.label} takes no references.`
  if (capabilities.referencesMax === 1 && slot === 3 && taken > 0) return `${capabilities.label} takes one reference.`
  return null
}

/** Slot 1: the 3D view in real time, framed as the picture will be, with a switch to leave it out. */
function CanvasSlot({ capabilities }: { capabilities: Capabilities }) {
  const { store } = useGenerate()
  const { liveSlot } = useEditorBridge()
  const on = usePanel(({ settings }) => settings.canvas)
  const reason =
    capabilities.canvas === 'required' && on
      ? `${capabilities.label} renders the scene, so it needs the canvas.`
      : capabilities.canvas === 'unsupported'
        ? `${capabilities.label} cannot take the canvas.`
        : undefined
  return (
    <div className="relative overflow-hidden rounded-md border border-line-2">
      {/* Nothing may be painted behind the live picture: the canvas shows through a hole in the panel. */}
      <div className="relative h-18">{liveSlot}</div>
      {on ? null : <div className="absolute inset-x-0 top-0 h-18 bg-panel/70" />}
      <span className="absolute top-1.5 left-1.5 inline-flex h-[18px] items-center gap-1 rounded-[5px] bg-over px-1.5 font-medium text-white text-xs">
        {on ? <span aria-hidden="true" className="size-1.5 rounded-full bg-good-over" /> : null}
        {on ? 'Live' : 'Off'}
      </span>
      <div className="flex h-7 items-center justify-between bg-raised pr-1.5 pl-2 font-medium text-sm" title={reason}>
        <span>Canvas</span>
        <Switch
          label="Use the canvas"
          checked={on}
          disabled={capabilities.canvas === 'unsupported'}
          onCheckedChange={(canvas) => setSettings(store, { canvas })}
        />
      </div>
    </div>
  )
}
