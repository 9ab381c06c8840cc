'use client'
import { useEditorBridge } from '@/components/editor/bridge'
import { ImageChooser, outputChoice } from '@/components/history/image-chooser'
import { useGenerate } from './generate-provider'
import { defaultRole, setSlot, type UploadSlot } from './panel-state'

/** The team's images, to use one of them as a reference. */
export function HistoryPicker({ slot, onClose }: { slot: UploadSlot; onClose: () => void }) {
  const { store } = useGenerate()
  const { teamId } = useEditorBridge()

  function use(assetId: string): void {
    const state = store.getState()
    const { role, strength } = state.slots[slot] ?? { role: defaultRole(state), strength: 0.6 }
    setSlot(store, slot, { assetId, role, strength })
    onClose()
  }

  return (
    <ImageChooser
      teamId={teamId}
      title="Choose from History"
      empty="No images in this team yet. Press Generate to make the first."
      choicesOf={(items) => items.flatMap((item) => item.outputs.map((output) => outputChoice(item, output, () => use(output.assetId))))}
      onClose={onClose}
    />
  )
}
