'use client'
import { useMemo } from 'react'
import { Euler, MathUtils, Object3D, Vector3 } from 'three'
import { useShallow } from 'zustand/react/shallow'
import type { Camera } from '@/lib/scene/schema'
import { useEditor } from '../store/context'

const MAP_SIZE = 2048

/** Towards the light, for a light node that shines along its local −z. */
export function towardsLight(rotation: readonly [number, number, number]): [number, number, number] {
  const [x, y, z] = rotation.map(MathUtils.degToRad) as [number, number, number]
  return new Vector3(0, 0, 1).applyEuler(new Euler(x, y, z)).toArray()
}

/**
 * The box that the shadow map covers: around what the camera looks at, as large as its distance asks for. Both move in
 * steps, so that orbiting does not redraw the shadows with every small turn.
 */
function shadowArea(camera: Camera): [x: number, y: number, z: number, radius: number] {
  const [px, py, pz] = camera.position
  const [tx, ty, tz] = camera.target
  const distance = Math.hypot(px - tx, py - ty, pz - tz)
  const radius = 2 ** (Math.ceil(Math.log2(Math.min(200, Math.max(0.1, distance * 1.1))) * 2) / 2)
  const step = radius / 4
  return [Math.round(tx / step) * step, Math.round(ty / step) * step, Math.round(tz / step) * step, radius]
}

type ShadowedSunProps = {
  color: string | [number, number, number]
  intensity: number
  /** Towards the light. */
  towards: [number, number, number]
  /** Angular diameter in degrees. */
  softness: number
}

/** A directional light with soft shadows where the camera looks. Stands outside the node that it belongs to. */
export function ShadowedSun({ color, intensity, towards, softness }: ShadowedSunProps) {
  const [x, y, z, radius] = useEditor(useShallow((state) => shadowArea(state.document.camera)))
  const target = useMemo(() => new Object3D(), [])
  const away = radius * 3
  return (
    <>
      <primitive object={target} position={[x, y, z]} />
      <directionalLight
        color={color}
        intensity={intensity}
        position={[x + towards[0] * away, y + towards[1] * away, z + towards[2] * away]}
        target={target}
        castShadow
        shadow-mapSize={[MAP_SIZE, MAP_SIZE]}
        // A wider sun has softer edges; three blurs by texels, so this is the look of softness and not its geometry.
        shadow-radius={1.5 + Math.min(8, softness) * 0.9}
        shadow-bias={-0.0004}
        shadow-normalBias={radius * 0.0022}
      >
        <orthographicCamera attach="shadow-camera" args={[-radius, radius, radius, -radius, radius * 0.1, radius * 6]} key={radius} />
      </directionalLight>
    </>
  )
}
