'use client'
import { ExploreSection } from './explore/explore-section'
import { GenerateBar } from './generate-bar'
import { useGenerate, usePanel } from './generate-provider'
import { NegativePrompt } from './negative-prompt'
import { PromptField } from './prompt-field'
import type { PromptHelp } from './prompt-help'
import { RatioPicker } from './ratio-picker'
import { ReferenceSlots } from './reference-slots'
import { SettingsFields } from './settings-fields'

/** The Image tab: what goes into the picture, and the button that makes it. Fills its parent; its middle scrolls. */
export function ImagePanel({ promptHelp }: { promptHelp: PromptHelp }) {
  const { engines } = useGenerate()
  const engine = usePanel(({ settings }) => settings.engine)
  const option = engines.find((candidate) => candidate.capabilities.id === engine)
  // What was kept in this browser may name an engine that is gone: then the first one, Studio, gives the fields.
  const capabilities = (option ?? engines[0])?.capabilities
  if (!capabilities) return null
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ReferenceSlots capabilities={capabilities} />
        <PromptField capabilities={capabilities} help={promptHelp} />
        <NegativePrompt capabilities={capabilities} />
        <RatioPicker capabilities={capabilities} />
        <SettingsFields capabilities={capabilities} />
        <ExploreSection capabilities={capabilities} />
      </div>
      <GenerateBar option={option} />
    </div>
  )
}
