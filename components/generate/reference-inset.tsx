'use client'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { Slider } from '@/components/ui/slider'
import type { Capabilities } from '@/lib/domain/capabilities'
import { REFERENCE_ROLES } from '@/lib/domain/generation'
import { useGenerate, usePanel } from './generate-provider'
import { HistoryPicker } from './history-picker'
import { setSlot, type UploadSlot } from './panel-state'
import { ACCEPT, ROLE_LABEL } from './reference-slot'
import { useUploadReference } from './use-upload-reference'

/** What the open reference is for and how strongly it counts; replace and remove. */
export function ReferenceInset({ slot, capabilities }: { slot: UploadSlot; capabilities: Capabilities }) {
  const { store } = useGenerate()
  const upload = useUploadReference()
  const content = usePanel((state) => state.slots[slot])
  const input = useRef<HTMLInputElement>(null)
  const [picking, setPicking] = useState(false)
  if (!content) return null
  const percent = Math.round(content.strength * 100)
  return (
    <div className="mt-2 rounded-md border border-line bg-bg p-2.5">
      <Segmented
        label={`What slot ${slot} is for`}
        value={content.role}
        onValueChange={(role) => setSlot(store, slot, { ...content, role })}
        options={REFERENCE_ROLES.map((role) => ({
          value: role,
          label: ROLE_LABEL[role],
          disabled: !capabilities.referenceRoles.includes(role),
          reason: capabilities.referenceRoles.includes(role) ? undefined : `${capabilities.label} cannot use a reference for ${role}.`,
        }))}
      />
      <div className="mt-2 flex items-center gap-3 text-sm text-text-2">
        <span>Strength</span>
        <Slider
          label="Strength"
          value={percent}
          min={0}
          max={100}
          step={1}
          valueText={`${percent} percent`}
          onValueChange={(next) => setSlot(store, slot, { ...content, strength: next / 100 })}
        />
        <span className="w-9 text-right font-mono text-text">{percent}%</span>
      </div>
      <div className="mt-2 flex gap-1.5">
        <Button size="xs" onClick={() => input.current?.click()}>
          Replace
        </Button>
        <Button size="xs" variant="quiet" onClick={() => setPicking(true)}>
          From History
        </Button>
        <Button size="xs" variant="quiet" className="ml-auto" onClick={() => setSlot(store, slot, null)}>
          Remove
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void upload(slot, file)
        }}
      />
      {picking ? <HistoryPicker slot={slot} onClose={() => setPicking(false)} /> : null}
    </div>
  )
}
