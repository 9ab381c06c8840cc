import type { Look } from '@/lib/domain/look/look'
import type { StudioScene } from '../studio-scene'
import { boxOf, dot, subtract, type View } from './measure'

/** Lens opening as a share of what the camera sees: the blur of a far background as a share of the picture's height. */
const OPENING: Readonly<Record<NonNullable<Look['focus']['depth']>, number>> = { deep: 0, medium: 0.022, shallow: 0.055, macro: 0.1 }

/** Sets the lens for the wished depth of field and focuses on the wished object's near side. */
export function applyFocus(scene: StudioScene, wish: Look['focus'], view: View): StudioScene {
  if (wish.depth === null && wish.on === null) return scene
  const focusDistance = distanceTo(scene, wish.on, view) ?? scene.camera.focusDistance
  // What the camera sees grows with the distance in focus.
  const seen = (view.extent * focusDistance) / view.distance
  const wanted = wish.depth === null ? scene.camera.aperture : OPENING[wish.depth] * seen
  const aperture = wish.depth === 'shallow' || wish.depth === 'macro' ? Math.max(wanted, scene.camera.aperture) : wanted
  return { ...scene, camera: { ...scene.camera, aperture, focusDistance } }
}

/** Metres along the view direction to the near side of a node, or null where there is none. */
function distanceTo(scene: StudioScene, nodeId: string | null, view: View): number | null {
  const parts = nodeId === null ? [] : scene.meshes.filter((mesh) => mesh.nodeId === nodeId).map(boxOf)
  if (parts.length === 0) return null
  let near = Number.POSITIVE_INFINITY
  let far = 0
  for (const { min, max } of parts) {
    for (const x of [min[0], max[0]])
      for (const y of [min[1], max[1]])
        for (const z of [min[2], max[2]]) {
          const along = dot(subtract([x, y, z], view.position), view.forward)
          near = Math.min(near, along)
          far = Math.max(far, along)
        }
  }
  return far > 0 ? Math.max(0.01, near + (far - near) * 0.3) : null
}
