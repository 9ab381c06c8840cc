'use client'
import { useCallback } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { uploadImage } from './api'
import { useGenerate } from './generate-provider'
import { defaultRole, setSlot, setSlotStatus, type UploadSlot } from './panel-state'

/** Uploads a picture into a slot. Until it has arrived, and when it is refused, the slot keeps what it had. */
export function useUploadReference(): (slot: UploadSlot, file: Blob) => Promise<void> {
  const { store } = useGenerate()
  const { teamId } = useEditorBridge()
  return useCallback(
    async (slot, file) => {
      setSlotStatus(store, slot, { busy: true, error: null })
      const uploaded = await uploadImage('references', teamId, file)
      if (!uploaded.ok) {
        setSlotStatus(store, slot, { busy: false, error: uploaded.error.message })
        return
      }
      const state = store.getState()
      const { role, strength } = state.slots[slot] ?? { role: defaultRole(state), strength: 0.6 }
      setSlot(store, slot, { assetId: uploaded.value.assetId, role, strength })
    },
    [store, teamId],
  )
}
