import { type Matrix4, Vector3 } from 'three'
import type { LightNode } from '@/lib/scene/schema'
import type { Rgb, StudioLight } from '../studio-scene'
import { linearHex, scaleRgb } from './color'
import { nodeMatrix } from './transform'

const axis = (matrix: Matrix4, column: number): Vector3 => new Vector3().setFromMatrixColumn(matrix, column)
const rgb = (v: Vector3): Rgb => [v.x, v.y, v.z]

/** A light of the document. As in three.js its node's scale changes nothing. */
export function compileLight(node: LightNode): StudioLight {
  const matrix = nodeMatrix({ ...node, scale: [1, 1, 1] })
  const { light } = node
  const color = scaleRgb(linearHex(light.color), light.intensity)
  switch (light.kind) {
    case 'directional':
      return { kind: 'directional', direction: rgb(axis(matrix, 2)), irradiance: color, angle: light.softness }
    case 'point':
      return { kind: 'point', position: [...node.position], intensity: color, radius: light.radius }
    case 'area': {
      // y × x is −z, the way the light shines.
      const edgeU = axis(matrix, 1).multiplyScalar(light.height)
      const edgeV = axis(matrix, 0).multiplyScalar(light.width)
      const corner = new Vector3(...node.position).addScaledVector(edgeU, -0.5).addScaledVector(edgeV, -0.5)
      return { kind: 'area', corner: rgb(corner), edgeU: rgb(edgeU), edgeV: rgb(edgeV), radiance: color }
    }
  }
}
