'use client'
import { Switch } from '@/components/ui/switch'
import { focalLengthMm, focusDistance, fovFromFocalLength } from '@/lib/scene/camera'
import { setCamera, setExposure } from '@/lib/scene/commands/commands'
import type { Camera } from '@/lib/scene/schema'
import { useEditor, useEditorActions } from '../store/context'
import { Line, NumberField, Section, SliderLine } from './controls'

const F_STOP_FIRST = 4
const MM_MIN = 10
const MM_MAX = 200

/** Lens, depth of field and exposure of the picture. */
export function CameraSection() {
  const camera = useEditor((state) => state.document.camera)
  const exposure = useEditor((state) => state.document.exposure)
  const { drag, endDrag, commit } = useEditorActions()
  const change = (patch: Partial<Camera>) => drag('Camera', (doc) => setCamera(doc, patch))
  const shared = { onCommit: endDrag }
  return (
    <Section title="Camera" aux={<span className="text-sm text-text-3 tabular-nums">{Math.round(camera.fov)}° wide</span>}>
      <SliderLine
        label="Lens"
        min={MM_MIN}
        max={MM_MAX}
        step={1}
        digits={0}
        unit="mm"
        value={focalLengthMm(camera.fov)}
        onChange={(mm) => change({ fov: fovFromFocalLength(mm) })}
        {...shared}
      />
      <Line label="Depth of field">
        <Switch
          label="Depth of field"
          checked={camera.fStop !== null}
          onCheckedChange={(on) => commit('Depth of field', (doc) => setCamera(doc, { fStop: on ? F_STOP_FIRST : null, focusDistance: null }))}
        />
      </Line>
      {camera.fStop === null ? null : (
        <>
          <SliderLine
            label="Aperture"
            min={0.7}
            max={22}
            step={0.1}
            digits={1}
            prefix="f/"
            value={camera.fStop}
            onChange={(fStop) => change({ fStop })}
            {...shared}
          />
          <Line label="Focus">
            <NumberField
              label="Focus distance"
              unit="m"
              min={0.01}
              max={10_000}
              step={0.01}
              value={focusDistance(camera)}
              onChange={(distance) => change({ focusDistance: distance })}
              {...shared}
            />
          </Line>
          <p className="text-sm text-text-3">Seen in the finished image. The canvas stays sharp.</p>
        </>
      )}
      <SliderLine
        label="Exposure"
        min={-4}
        max={4}
        step={0.05}
        value={exposure}
        onChange={(stops) => drag('Exposure', (doc) => setExposure(doc, stops))}
        {...shared}
      />
    </Section>
  )
}
