import { BoxGeometry, type BufferGeometry, PlaneGeometry, ShapeGeometry, SphereGeometry, TorusGeometry } from 'three'
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js'
import { TextGeometry } from 'three/addons/geometries/TextGeometry.js'
import { Font } from 'three/addons/loaders/FontLoader.js'
import { mergeVertices, toCreasedNormals } from 'three/addons/utils/BufferGeometryUtils.js'
import { revolve } from './revolve'
import type { Geometry } from './schema'
import typeface from './typeface-geist.json'

/** Triangles in local space: three floats a vertex, two for a texture coordinate, three indices a triangle, counter-clockwise seen from outside. */
export type GeometryArrays = { positions: Float32Array; normals: Float32Array; uvs: Float32Array; indices: Uint32Array }

const ROUND_SEGMENTS = 96
const BEVEL_SEGMENTS = 5
/** Edges of letters that turn by less than this are shaded as one curve. */
const TEXT_CREASE_RAD = 0.6

let font: Font | undefined

/**
 * Builds the triangles of a primitive shape, in metres. The viewport and Studio both call this, so what is seen is what is
 * rendered. It needs no DOM. Text without any visible letter gives arrays of length 0.
 */
export function buildGeometry(geometry: Geometry): GeometryArrays {
  switch (geometry.shape) {
    case 'box': {
      const { width, height, depth } = geometry
      const bevel = Math.min(geometry.bevel, Math.min(width, height, depth) / 2)
      return bevel > 0 ? toArrays(new RoundedBoxGeometry(width, height, depth, BEVEL_SEGMENTS, bevel)) : toArrays(new BoxGeometry(width, height, depth))
    }
    case 'sphere':
      return toArrays(new SphereGeometry(geometry.radius, ROUND_SEGMENTS, ROUND_SEGMENTS * (2 / 3)))
    case 'cylinder':
      return revolve(cylinderProfile(geometry), ROUND_SEGMENTS)
    case 'cone':
      return revolve(cylinderProfile({ radiusBottom: geometry.radius, radiusTop: 0, height: geometry.height, bevel: 0 }), ROUND_SEGMENTS)
    case 'torus':
      return toArrays(new TorusGeometry(geometry.radius, geometry.tube, ROUND_SEGMENTS / 2, ROUND_SEGMENTS * 1.5).rotateX(Math.PI / 2))
    case 'plane':
      return toArrays(new PlaneGeometry(geometry.width, geometry.depth).rotateX(-Math.PI / 2))
    case 'text':
      return textArrays(geometry)
    case 'lathe':
      return revolve(geometry.profile, geometry.segments)
  }
}

type CylinderSize = { radiusTop: number; radiusBottom: number; height: number; bevel: number }

/** The outline of a capped cylinder from the middle of its bottom to the middle of its top, its rims rounded by `bevel` metres. */
function cylinderProfile({ radiusTop, radiusBottom, height, bevel }: CylinderSize): Array<[number, number]> {
  const half = height / 2
  const profile: Array<[number, number]> = [[0, -half]]
  const side = Math.atan2(radiusBottom - radiusTop, height)
  const rim = (radius: number, y: number, isTop: boolean) => {
    const round = Math.min(bevel, radius / 2, height / 4)
    if (round <= 0) {
      profile.push([radius, y])
      return
    }
    // The arc touches both the cap and the slanted side, so its centre lies on the bisector of the two.
    const centre = radius - round * Math.tan((Math.PI / 2 + (isTop ? -side : side)) / 2)
    const centreY = isTop ? y - round : y + round
    const [from, to] = isTop ? [side, Math.PI / 2] : [-Math.PI / 2, side]
    const steps = BEVEL_SEGMENTS + 1
    for (let i = 0; i <= steps; i++) {
      const angle = from + ((to - from) * i) / steps
      profile.push([Math.max(0, centre + round * Math.cos(angle)), centreY + round * Math.sin(angle)])
    }
  }
  rim(radiusBottom, -half, false)
  rim(radiusTop, half, true)
  profile.push([0, half])
  return profile
}

function textArrays({ text, size, depth }: { text: string; size: number; depth: number }): GeometryArrays {
  font ??= new Font(typeface)
  if (depth === 0) return toArrays(new ShapeGeometry(font.generateShapes(text, size), 6))
  const bevel = Math.min(size * 0.012, depth * 0.15)
  const letters = new TextGeometry(text, {
    font,
    size,
    depth: depth - 2 * bevel,
    curveSegments: 6,
    bevelEnabled: true,
    bevelThickness: bevel,
    bevelSize: bevel,
    bevelOffset: -bevel,
    bevelSegments: 2,
  })
  if (letters.getAttribute('position').count === 0)
    return { positions: new Float32Array(), normals: new Float32Array(), uvs: new Float32Array(), indices: new Uint32Array() }
  // The letters are centred in depth, so that turning a text about y turns it in place.
  letters.translate(0, 0, bevel - depth / 2)
  return toArrays(mergeVertices(toCreasedNormals(letters, TEXT_CREASE_RAD)))
}

function toArrays(geometry: BufferGeometry): GeometryArrays {
  const positions = Float32Array.from(geometry.getAttribute('position').array)
  const normals = Float32Array.from(geometry.getAttribute('normal').array)
  const uvs = Float32Array.from(geometry.getAttribute('uv').array)
  const indices = geometry.index ? Uint32Array.from(geometry.index.array) : Uint32Array.from({ length: positions.length / 3 }, (_, i) => i)
  geometry.dispose()
  return { positions, normals, uvs, indices }
}
