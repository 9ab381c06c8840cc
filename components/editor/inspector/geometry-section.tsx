'use client'
import { Input } from '@/components/ui/field'
import { setGeometry } from '@/lib/scene/commands/commands'
import type { Geometry } from '@/lib/scene/schema'
import { useEditorActions } from '../store/context'
import { Line, NumberField, Section } from './controls'

type Size = { key: string; label: string; min: number; max: number }
const length = (key: string, label: string): Size => ({ key, label, min: 0.001, max: 10_000 })
const bevel: Size = { key: 'bevel', label: 'Bevel', min: 0, max: 1 }

/** The measurements of each shape, in metres. A lathe's profile is drawn elsewhere and has none. */
const SIZES: Record<Geometry['shape'], readonly Size[]> = {
  box: [length('width', 'Width'), length('height', 'Height'), length('depth', 'Depth'), bevel],
  sphere: [length('radius', 'Radius')],
  cylinder: [
    { key: 'radiusTop', label: 'Radius, top', min: 0, max: 10_000 },
    { key: 'radiusBottom', label: 'Radius, base', min: 0, max: 10_000 },
    length('height', 'Height'),
    bevel,
  ],
  cone: [length('radius', 'Radius'), length('height', 'Height')],
  torus: [length('radius', 'Radius'), length('tube', 'Thickness')],
  plane: [length('width', 'Width'), length('depth', 'Depth')],
  text: [length('size', 'Size'), { key: 'depth', label: 'Depth', min: 0, max: 100 }],
  lathe: [],
}

const numberOf = (geometry: Geometry, key: string): number => {
  const value: unknown = Object.entries(geometry).find(([name]) => name === key)?.[1]
  return typeof value === 'number' ? value : 0
}

/** The measurements of a primitive. */
export function GeometrySection({ id, geometry }: { id: string; geometry: Geometry }) {
  const { drag, endDrag, commit } = useEditorActions()
  const sizes = SIZES[geometry.shape]
  if (sizes.length === 0) return null
  return (
    <Section title="Shape">
      {geometry.shape === 'text' ? (
        <Line label="Text">
          <Input
            key={geometry.text}
            size="sm"
            aria-label="Text"
            defaultValue={geometry.text}
            maxLength={80}
            onBlur={(event) => {
              const text = event.currentTarget.value
              if (text !== '' && text !== geometry.text) commit('Change text', (doc) => setGeometry(doc, id, { ...geometry, text }))
            }}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        </Line>
      ) : null}
      {sizes.map(({ key, label, min, max }) => (
        <Line key={key} label={label}>
          <NumberField
            label={label}
            unit="m"
            value={numberOf(geometry, key)}
            min={min}
            max={max}
            step={0.005}
            digits={4}
            onChange={(value) => drag('Resize', (doc) => setGeometry(doc, id, { ...geometry, [key]: value }))}
            onCommit={endDrag}
          />
        </Line>
      ))}
    </Section>
  )
}
