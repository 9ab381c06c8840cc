'use client'
import { useThree } from '@react-three/fiber'
import { useDeferredValue, useEffect, useLayoutEffect, useMemo } from 'react'
import {
  BackSide,
  DataTexture,
  DataUtils,
  EquirectangularReflectionMapping,
  HalfFloatType,
  LinearFilter,
  MathUtils,
  PMREMGenerator,
  RGBAFormat,
  ShaderMaterial,
  Vector3,
} from 'three'
import { mixShown } from '@/lib/scene/backdrop-gradient'
import { buildEnvironmentMap, type EnvironmentLight } from '@/lib/scene/environment-map'
import type { Environment } from '@/lib/scene/schema'
import { exposureScale, inverseToneMap } from '@/lib/scene/tone-map'
import { useEditor } from '../store/context'
import { ShadowedSun } from './shadowed-sun'
import { useViewportHandle } from './viewport-handle'

const LIGHT_WIDTH = 512
const BACKDROP_WIDTH = 1024

/**
 * The map in three's convention. Ours starts at +x with the sky in its first row; three looks up +x in the middle and
 * keeps the sky in the last row.
 */
function toTexture(map: EnvironmentLight): DataTexture {
  const { width, height, data } = map
  const half = new Uint16Array(width * height * 4)
  const one = DataUtils.toHalfFloat(1)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3
      const to = ((height - 1 - y) * width + ((x + width / 2) % width)) * 4
      for (let c = 0; c < 3; c++) half[to + c] = DataUtils.toHalfFloat(Math.min(60000, data[from + c] ?? 0))
      half[to + 3] = one
    }
  }
  const texture = new DataTexture(half, width, height, RGBAFormat, HalfFloatType)
  texture.mapping = EquirectangularReflectionMapping
  texture.minFilter = LinearFilter
  texture.magFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}

/** Turned about y so that +x goes towards +z, which is the negative turn of a right-handed system. */
function turned([x, y, z]: readonly [number, number, number], degrees: number): [number, number, number] {
  const a = MathUtils.degToRad(degrees)
  return [x * Math.cos(a) - z * Math.sin(a), y, x * Math.sin(a) + z * Math.cos(a)]
}

/** Light from all around, the sun that belongs to it, the backdrop, and the exposure. */
export function Surroundings() {
  const environment = useDeferredValue(useEditor((state) => state.document.environment))
  const exposure = useEditor((state) => state.document.exposure)
  const { preset, sunElevation, sunAzimuth, clouds, intensity, rotation, background } = environment
  const gl = useThree((state) => state.gl)
  const scene = useThree((state) => state.scene)
  const handle = useViewportHandle()

  const light = useMemo(
    () => buildEnvironmentMap({ preset, sunElevation, sunAzimuth, clouds }, LIGHT_WIDTH, LIGHT_WIDTH / 2),
    [preset, sunElevation, sunAzimuth, clouds],
  )

  useLayoutEffect(() => {
    const generator = new PMREMGenerator(gl)
    const texture = toTexture(light)
    const target = generator.fromEquirectangular(texture)
    texture.dispose()
    generator.dispose()
    scene.environment = target.texture
    handle.invalidate()
    return () => {
      scene.environment = null
      target.dispose()
    }
  }, [gl, scene, light, handle])

  useLayoutEffect(() => {
    if (background !== 'environment') return
    const texture = toTexture(buildEnvironmentMap({ preset, sunElevation, sunAzimuth, clouds }, BACKDROP_WIDTH, BACKDROP_WIDTH / 2))
    scene.background = texture
    handle.invalidate()
    return () => {
      scene.background = null
      texture.dispose()
    }
  }, [scene, background, preset, sunElevation, sunAzimuth, clouds, handle])

  useLayoutEffect(() => {
    const turn = -MathUtils.degToRad(rotation)
    scene.environmentIntensity = intensity
    scene.environmentRotation.set(0, turn, 0)
    scene.backgroundIntensity = intensity
    scene.backgroundRotation.set(0, turn, 0)
    gl.toneMappingExposure = exposureScale(exposure)
    handle.contentChanged()
  }, [gl, scene, intensity, rotation, exposure, handle])

  return (
    <>
      {light.sun ? (
        <ShadowedSun
          color={unit(light.sun.irradiance)}
          intensity={Math.max(...light.sun.irradiance) * intensity}
          softness={light.sun.angleDeg}
          towards={turned(light.sun.direction, rotation)}
        />
      ) : null}
      {background === 'environment' ? null : <Backdrop environment={environment} exposure={exposure} />}
    </>
  )
}

const unit = (rgb: readonly [number, number, number]): [number, number, number] => {
  const largest = Math.max(...rgb, 1e-6)
  return [rgb[0] / largest, rgb[1] / largest, rgb[2] / largest]
}

const VERTEX = `
varying vec3 vDirection;
void main() {
  vDirection = position;
  gl_Position = projectionMatrix * vec4( mat3( viewMatrix ) * position, 1.0 );
  gl_Position.z = gl_Position.w;
}`
/** Colours from straight down to straight up, as Studio mixes them. */
const GRADIENT_STEPS = 32
const FRAGMENT = `
uniform vec3 colors[${GRADIENT_STEPS + 1}];
varying vec3 vDirection;
void main() {
  float spot = clamp( normalize( vDirection ).y * 0.5 + 0.5, 0.0, 1.0 ) * ${GRADIENT_STEPS}.0;
  int below = min( int( spot ), ${GRADIENT_STEPS - 1} );
  gl_FragColor = vec4( mix( colors[ below ], colors[ below + 1 ], spot - float( below ) ), 1.0 );
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}`

/** The radiance that the tone mapping turns into this very colour on the screen. */
function shownAs(hex: string, exposure: number): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  const [r, g, b] = inverseToneMap([((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255])
  const k = exposureScale(exposure)
  return [r / k, g / k, b / k]
}

/** A plain colour or a gradient behind everything, in exactly the colours that were chosen. */
function Backdrop({ environment, exposure }: { environment: Environment; exposure: number }) {
  const handle = useViewportHandle()
  const material = useMemo(
    () =>
      new ShaderMaterial({
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        uniforms: { colors: { value: Array.from({ length: GRADIENT_STEPS + 1 }, () => new Vector3()) } },
        side: BackSide,
        depthWrite: false,
      }),
    [],
  )
  useEffect(() => () => material.dispose(), [material])
  const { background, color, colorTop } = environment
  useLayoutEffect(() => {
    const bottom = shownAs(color, exposure)
    const top = shownAs(background === 'gradient' ? colorTop : color, exposure)
    const colors: Vector3[] = material.uniforms.colors?.value ?? []
    for (const [i, step] of colors.entries()) step.set(...mixShown(bottom, top, i / GRADIENT_STEPS, exposure))
    handle.invalidate()
  }, [material, background, color, colorTop, exposure, handle])
  return (
    <mesh material={material} frustumCulled={false} renderOrder={-1000} raycast={() => null}>
      <sphereGeometry args={[1, 48, 24]} />
    </mesh>
  )
}
