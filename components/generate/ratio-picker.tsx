'use client'
import { RadioGroup } from 'radix-ui'
import { useEffect } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { type AspectRatio, outputPixels, ratioParts } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'
import { useGenerate, usePanel } from './generate-provider'
import { PanelSection } from './panel-section'
import { setSettings } from './panel-state'

/** Tall to wide, so that the arrow keys move through shapes in order. */
const ORDER: readonly AspectRatio[] = ['9:16', '2:3', '3:4', '4:5', '1:1', '5:4', '4:3', '3:2', '16:9', '21:9']

/** Side of the square with the same area as each shape, in pixels. */
const SHAPE_SIDE = 17

/** Pixels of a shape of this ratio; all shapes have about the same area. */
export function shapeSize(ratio: AspectRatio): { width: number; height: number } {
  const [w, h] = ratioParts(ratio)
  const root = Math.sqrt(w / h)
  return { width: Math.round(SHAPE_SIDE * root), height: Math.round(SHAPE_SIDE / root) }
}

/** Ratios drawn as shapes; the frame on the canvas follows. What the engine cannot do stays in sight with the reason. */
export function RatioPicker({ capabilities }: { capabilities: Capabilities }) {
  const { store } = useGenerate()
  const bridge = useEditorBridge()
  const { ratio, size } = usePanel(({ settings }) => ({ ratio: settings.ratio, size: settings.size }))
  const { setFrameRatio } = bridge
  useEffect(() => setFrameRatio(ratio, size), [ratio, size, setFrameRatio])
  const pixels = outputPixels(ratio, size)

  return (
    <PanelSection title="Aspect ratio" aux={<span className="font-mono">{`${pixels.width} × ${pixels.height}`}</span>}>
      <RadioGroup.Root
        aria-label="Aspect ratio"
        value={ratio}
        orientation="horizontal"
        onValueChange={(next) => {
          const chosen = ORDER.find((candidate) => candidate === next)
          if (chosen) setSettings(store, { ratio: chosen })
        }}
        className="-mx-1 grid grid-cols-10"
      >
        {ORDER.map((option) => {
          const possible = capabilities.ratios.includes(option)
          return (
            <RadioGroup.Item
              key={option}
              value={option}
              disabled={!possible}
              title={possible ? undefined : `${capabilities.label} cannot make ${option}.`}
              className="group grid grid-rows-[28px_16px] items-center justify-items-center rounded-sm pt-1.5 pb-1 font-mono text-text-3 text-xs tracking-tighter transition-colors enabled:hover:text-text disabled:cursor-not-allowed disabled:opacity-45 data-[state=checked]:bg-active data-[state=checked]:text-text"
            >
              <span
                aria-hidden="true"
                style={shapeSize(option)}
                className="block rounded-[2px] border-[1.5px] border-current group-data-[state=checked]:bg-text/20"
              />
              {option}
            </RadioGroup.Item>
          )
        })}
      </RadioGroup.Root>
    </PanelSection>
  )
}
