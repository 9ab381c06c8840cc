'use client'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { setEnvironment } from '@/lib/scene/commands/commands'
import { ENVIRONMENT_NAMES } from '@/lib/scene/environment/names'
import { ENVIRONMENT_PRESETS, type Environment } from '@/lib/scene/schema'
import { useEditor, useEditorActions } from '../store/context'
import { ColorLine, Section, SliderLine, type SliderLineProps } from './controls'

const OPTIONS = ENVIRONMENT_PRESETS.map((value) => ({ value, label: ENVIRONMENT_NAMES[value] }))
const BACKGROUNDS = [
  { value: 'environment', label: 'Environment' },
  { value: 'gradient', label: 'Gradient' },
  { value: 'color', label: 'Colour' },
] as const satisfies readonly { value: Environment['background']; label: string }[]

const DEGREES = { step: 1, digits: 0, unit: '°' } as const
const AROUND = { min: -180, max: 180, ...DEGREES } as const

const hasSun = (preset: Environment['preset']): boolean => preset === 'day' || preset === 'sunset' || preset === 'sky'

type NumberName = 'intensity' | 'rotation' | 'sunElevation' | 'sunAzimuth' | 'clouds'
type ColorName = 'color' | 'colorTop'

/** One number of the environment on a slider. A whole drag is one undo step. */
function NumberRow({ name, ...range }: { name: NumberName } & Omit<SliderLineProps, 'value' | 'onChange' | 'onCommit'>) {
  const value = useEditor((state) => state.document.environment[name])
  const { drag, endDrag } = useEditorActions()
  return <SliderLine value={value} onChange={(next) => drag('Environment', (doc) => setEnvironment(doc, { [name]: next }))} onCommit={endDrag} {...range} />
}

/** One colour of the background. */
function ColorRow({ name, label }: { name: ColorName; label: string }) {
  const value = useEditor((state) => state.document.environment[name])
  const { drag, endDrag } = useEditorActions()
  return <ColorLine label={label} value={value} onChange={(next) => drag('Environment', (doc) => setEnvironment(doc, { [name]: next }))} onCommit={endDrag} />
}

/** Light from all around, and what stands behind everything. */
export function EnvironmentSection() {
  const preset = useEditor((state) => state.document.environment.preset)
  const background = useEditor((state) => state.document.environment.background)
  const { commit } = useEditorActions()
  return (
    <>
      <Section title="Environment">
        <Select
          label="Environment"
          size="sm"
          value={preset}
          options={OPTIONS}
          onValueChange={(next) => commit('Environment', (doc) => setEnvironment(doc, { preset: next }))}
        />
        <NumberRow name="intensity" label="Strength" max={4} />
        <NumberRow name="rotation" label="Rotation" {...AROUND} />
        {hasSun(preset) ? (
          <>
            <NumberRow name="sunElevation" label="Sun height" {...DEGREES} min={-10} max={90} />
            <NumberRow name="sunAzimuth" label="Sun direction" {...AROUND} />
            <NumberRow name="clouds" label="Clouds" />
          </>
        ) : null}
      </Section>
      <Section title="Background">
        <Segmented
          label="Background"
          value={background}
          options={BACKGROUNDS}
          onValueChange={(next) => commit('Background', (doc) => setEnvironment(doc, { background: next }))}
        />
        {background === 'gradient' ? <ColorRow name="colorTop" label="Above" /> : null}
        {background === 'environment' ? null : <ColorRow name="color" label={background === 'gradient' ? 'Below' : 'Colour'} />}
      </Section>
    </>
  )
}
