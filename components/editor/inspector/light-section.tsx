'use client'
import { setLight } from '@/lib/scene/commands/commands'
import type { Light } from '@/lib/scene/schema'
import { useEditorActions } from '../store/context'
import { ColorLine, Line, NumberField, Section, SliderLine } from './controls'

/** What the strength is measured in. A sun has no unit that means something to a designer. */
const UNIT: Record<Light['kind'], string | null> = { directional: null, point: 'candela', area: 'candela per m²' }
const STRONGEST: Record<Light['kind'], number> = { directional: 20, point: 200, area: 100 }

/** Colour and strength of a light, and what its kind adds. */
export function LightSection({ id, light }: { id: string; light: Light }) {
  const { drag, endDrag } = useEditorActions()
  const change = (next: Light) => drag('Light', (doc) => setLight(doc, id, next))
  return (
    <Section title="Light" aux={<span className="text-sm text-text-3">{UNIT[light.kind]}</span>}>
      <ColorLine label="Colour" value={light.color} onChange={(color) => change({ ...light, color })} onCommit={endDrag} />
      <SliderLine
        label="Strength"
        max={Math.max(STRONGEST[light.kind], light.intensity)}
        step={0.1}
        value={light.intensity}
        onChange={(intensity) => change({ ...light, intensity })}
        onCommit={endDrag}
      />
      {light.kind === 'directional' ? (
        <SliderLine
          label="Softness"
          max={30}
          step={0.5}
          digits={1}
          unit="°"
          value={light.softness}
          onChange={(softness) => change({ ...light, softness })}
          onCommit={endDrag}
        />
      ) : null}
      {light.kind === 'point' ? (
        <Line label="Radius">
          <NumberField label="Radius" unit="m" min={0} max={100} value={light.radius} onChange={(radius) => change({ ...light, radius })} onCommit={endDrag} />
        </Line>
      ) : null}
      {light.kind === 'area' ? (
        <>
          <Line label="Width">
            <NumberField
              label="Width"
              unit="m"
              min={0.001}
              max={10_000}
              value={light.width}
              onChange={(width) => change({ ...light, width })}
              onCommit={endDrag}
            />
          </Line>
          <Line label="Height">
            <NumberField
              label="Height"
              unit="m"
              min={0.001}
              max={10_000}
              value={light.height}
              onChange={(height) => change({ ...light, height })}
              onCommit={endDrag}
            />
          </Line>
        </>
      ) : null}
    </Section>
  )
}
