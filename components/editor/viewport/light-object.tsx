'use client'
import { useEffect, useMemo } from 'react'
import { BufferGeometry, CanvasTexture, Float32BufferAttribute, SpriteMaterial } from 'three'
import type { Light, LightNode } from '@/lib/scene/schema'
import { HELPER_LAYER } from './layers'

let icon: SpriteMaterial | undefined

/** A small sun, drawn at the same size wherever the light is. */
function iconMaterial(): SpriteMaterial {
  if (icon) return icon
  const canvas = document.createElement('canvas')
  canvas.width = 64
  canvas.height = 64
  const context = canvas.getContext('2d')
  if (context) {
    context.translate(32, 32)
    context.lineCap = 'round'
    for (const [style, width] of [
      ['rgba(13,14,15,.55)', 8],
      ['#ffffff', 4],
    ] as const) {
      context.strokeStyle = style
      context.lineWidth = width
      context.beginPath()
      context.arc(0, 0, 10, 0, 2 * Math.PI)
      for (let i = 0; i < 8; i++) {
        const [x, y] = [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)]
        context.moveTo(x * 18, y * 18)
        context.lineTo(x * 25, y * 25)
      }
      context.stroke()
    }
  }
  icon = new SpriteMaterial({ map: new CanvasTexture(canvas), sizeAttenuation: false, depthTest: false, depthWrite: false, toneMapped: false })
  return icon
}

/** Lines that say where a light shines: its rectangle, or an arrow along −z. */
function shapeOf(light: Light): BufferGeometry {
  const points: number[] = []
  if (light.kind === 'area') {
    const [x, y] = [light.width / 2, light.height / 2]
    points.push(-x, -y, 0, x, -y, 0, x, -y, 0, x, y, 0, x, y, 0, -x, y, 0, -x, y, 0, -x, -y, 0)
  }
  if (light.kind !== 'point') {
    const length = light.kind === 'area' ? Math.max(light.width, light.height) * 0.6 : 0.4
    points.push(0, 0, 0, 0, 0, -length)
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute(points, 3))
  return geometry
}

function LightShape({ light }: { light: Light }) {
  const geometry = useMemo(() => shapeOf(light), [light])
  useEffect(() => () => geometry.dispose(), [geometry])
  return (
    <lineSegments geometry={geometry} layers={HELPER_LAYER}>
      <lineBasicMaterial color="#ffffff" toneMapped={false} depthTest={false} transparent opacity={0.9} />
    </lineSegments>
  )
}

/** A point or area light, and for every light the icon by which it is seen and picked. A directional light shines from `ShadowedSun`. */
export function LightObject({ node, selected }: { node: LightNode; selected: boolean }) {
  const { light } = node
  return (
    <>
      {light.kind === 'point' ? (
        <pointLight
          color={light.color}
          intensity={light.intensity}
          decay={2}
          castShadow
          shadow-mapSize={[512, 512]}
          shadow-radius={4}
          shadow-camera-near={Math.max(0.02, light.radius * 1.05)}
          shadow-bias={-0.002}
        />
      ) : null}
      {light.kind === 'area' ? <rectAreaLight color={light.color} intensity={light.intensity} width={light.width} height={light.height} /> : null}
      {selected ? <LightShape light={light} /> : null}
      <sprite material={iconMaterial()} scale={0.034} layers={HELPER_LAYER} renderOrder={10} />
    </>
  )
}
