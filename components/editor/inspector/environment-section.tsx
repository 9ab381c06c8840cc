'use client'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { setEnvironment } from '@/lib/scene/commands/commands'
import { ENVIRONMENT_PRESETS, type Environment } from '@/lib/scene/schema'
import { useEditor, useEditorActions } from '../store/context'
import { ENVIRONMENT_NAMES } from '../words'
import { ColorLine, Section, SliderLine } from './controls'

const OPTIONS = ENVIRONMENT_PRESETS.map((value) => ({ value, label: ENVIRONMENT_NAMES[value] }))
const BACKGROUNDS = [
  { value: 'environment', label: 'Seen' },
  { value: 'gradient', label: 'Gradient' },
  { value: 'color', label: 'Colour' },
] as const satisfies readonly { value: Environment['background']; label: string }[]

const hasSun = (preset: Environment['preset']): boolean => preset === 'day' || preset === 'sunset' || preset === 'sky'

/** Light from all around, and what stands behind everything. */
export function EnvironmentSection() {
  const environment = useEditor((state) => state.document.environment)
  const { drag, endDrag, commit } = useEditorActions()
  const change = (patch: Partial<Environment>) => drag('Environment', (doc) => setEnvironment(doc, patch))
  const shared = { onCommit: endDrag }
  return (
    <>
      <Section title="Environment">
        <Select
          label="Environment"
          size="sm"
          value={environment.preset}
          options={OPTIONS}
          onValueChange={(preset) => commit('Environment', (doc) => setEnvironment(doc, { preset }))}
        />
        <SliderLine label="Strength" max={4} value={environment.intensity} onChange={(intensity) => change({ intensity })} {...shared} />
        <SliderLine
          label="Rotation"
          min={-180}
          max={180}
          step={1}
          digits={0}
          unit="°"
          value={environment.rotation}
          onChange={(rotation) => change({ rotation })}
          {...shared}
        />
        {hasSun(environment.preset) ? (
          <>
            <SliderLine
              label="Sun height"
              min={-10}
              max={90}
              step={1}
              digits={0}
              unit="°"
              value={environment.sunElevation}
              onChange={(sunElevation) => change({ sunElevation })}
              {...shared}
            />
            <SliderLine
              label="Sun direction"
              min={-180}
              max={180}
              step={1}
              digits={0}
              unit="°"
              value={environment.sunAzimuth}
              onChange={(sunAzimuth) => change({ sunAzimuth })}
              {...shared}
            />
            <SliderLine label="Clouds" value={environment.clouds} onChange={(clouds) => change({ clouds })} {...shared} />
          </>
        ) : null}
      </Section>
      <Section title="Background">
        <Segmented
          label="Background"
          value={environment.background}
          options={BACKGROUNDS}
          onValueChange={(background) => commit('Background', (doc) => setEnvironment(doc, { background }))}
        />
        {environment.background === 'gradient' ? (
          <ColorLine label="Above" value={environment.colorTop} onChange={(colorTop) => change({ colorTop })} {...shared} />
        ) : null}
        {environment.background === 'environment' ? null : (
          <ColorLine
            label={environment.background === 'gradient' ? 'Below' : 'Colour'}
            value={environment.color}
            onChange={(color) => change({ color })}
            {...shared}
          />
        )}
      </Section>
    </>
  )
}
