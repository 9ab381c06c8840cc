import { apertureDiameter, focusDistance, verticalFov } from '@/lib/scene/camera'
import { buildEnvironmentMap } from '@/lib/scene/environment-map'
import type { Camera, Environment } from '@/lib/scene/schema'
import { exposureScale, inverseToneMap } from '@/lib/scene/tone-map'
import type { Rgb, StudioLight, StudioScene } from '../studio-scene'
import { parseHex, scaleRgb } from './color'

/** Fine enough to be looked at; as mere light half of that is more than enough. */
const BACKDROP_WIDTH = 1024
const LIGHT_WIDTH = 512

type Surroundings = Pick<StudioScene, 'environment' | 'environmentIntensity' | 'environmentRotation' | 'background'> & { sun: StudioLight[] }

export function compileSurroundings(environment: Environment, exposure: number): Surroundings {
  const width = environment.background === 'environment' ? BACKDROP_WIDTH : LIGHT_WIDTH
  const { sun, ...map } = buildEnvironmentMap(environment, width, width / 2)
  const { intensity, rotation } = environment
  return {
    environment: map,
    environmentIntensity: intensity,
    environmentRotation: rotation,
    background: compileBackground(environment, exposure),
    sun: sun ? [{ kind: 'directional', direction: turned(sun.direction, rotation), irradiance: scaleRgb(sun.irradiance, intensity), angle: sun.angleDeg }] : [],
  }
}

/** Turned about y so that +x goes towards +z. */
function turned([x, y, z]: Rgb, degrees: number): Rgb {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  return [x * cos - z * sin, y, x * sin + z * cos]
}

/** Backdrops come out in the very colours that were chosen, whatever the exposure: tone mapping and exposure are undone here. */
function compileBackground({ background, color, colorTop }: Environment, exposure: number): StudioScene['background'] {
  if (background === 'environment') return { kind: 'environment' }
  const radiance = (hex: string) => scaleRgb(inverseToneMap(parseHex(hex)), 1 / exposureScale(exposure))
  return { kind: 'gradient', top: radiance(background === 'gradient' ? colorTop : color), bottom: radiance(color) }
}

/** A camera for a picture of this aspect (width / height). */
export function compileCamera(camera: Camera, aspect: number): StudioScene['camera'] {
  return {
    position: [...camera.position],
    target: [...camera.target],
    fovY: verticalFov(camera.fov, aspect),
    aperture: apertureDiameter(camera),
    focusDistance: focusDistance(camera),
  }
}
