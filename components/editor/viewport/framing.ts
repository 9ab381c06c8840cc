import { Box3, MathUtils, type Object3D, Raycaster, type Scene, Sphere, Vector3 } from 'three'
import { verticalFov } from '@/lib/scene/camera'
import type { Rig } from './camera-rig'

/** A thing this many times as large as the middle one is a floor or a wall: part of the set, not of the subject. */
const SET_SIZE_RATIO = 4

const nodeRoots = (scene: Scene): Object3D[] => scene.children.filter((child) => typeof child.userData.nodeId === 'string' && child.visible)

/** The ball around the selected nodes, or around the subject of the scene when none is selected. Null when there is nothing. */
export function subjectSphere(scene: Scene, selected: readonly string[]): Sphere | null {
  const roots = nodeRoots(scene)
  const chosen = roots.filter((root) => selected.includes(root.name))
  const boxes = (chosen.length > 0 ? chosen : roots)
    .map((root) => new Box3().setFromObject(root))
    .filter((box) => !box.isEmpty())
    .map((box) => ({ box, size: box.getSize(new Vector3()).length() }))
    .sort((a, b) => a.size - b.size)
  const middle = boxes[Math.floor(boxes.length / 2)]?.size ?? 0
  const union = new Box3()
  for (const { box, size } of boxes) if (chosen.length > 0 || boxes.length < 3 || size <= middle * SET_SIZE_RATIO) union.union(box)
  return union.isEmpty() ? null : union.getBoundingSphere(new Sphere())
}

/** Moves the camera along its view so that a ball fills the frame. */
export function moveToSphere(rig: Rig, sphere: Sphere, fov: number, aspect: number): void {
  const { camera, controls } = rig
  const vertical = MathUtils.degToRad(verticalFov(fov, aspect))
  const horizontal = 2 * Math.atan(Math.tan(vertical / 2) * aspect)
  const distance = (Math.max(sphere.radius, 0.005) * 1.15) / Math.sin(Math.min(vertical, horizontal) / 2)
  const direction = camera.position.clone().sub(controls.target)
  if (direction.lengthSq() < 1e-10) direction.set(1, 0.6, 1.4)
  controls.target.copy(sphere.center)
  camera.position.copy(sphere.center).addScaledVector(direction.normalize(), distance)
  controls.update()
}

/**
 * Where something new stands in sight: a step from the point looked at towards the camera, on whatever lies below, or on
 * the ground. New things would else appear inside what is being looked at.
 */
export function standingPlace(scene: Scene, { camera, controls }: Rig, step: number): [number, number, number] {
  const towards = camera.position.clone().sub(controls.target).setY(0)
  if (towards.lengthSq() > 1e-10) towards.setLength(step)
  const place = controls.target.clone().add(towards)
  const from = place.clone().setY(Math.max(camera.position.y, controls.target.y + step))
  const [hit] = new Raycaster(from, new Vector3(0, -1, 0)).intersectObjects(nodeRoots(scene), true)
  return [place.x, hit ? hit.point.y : 0, place.z]
}
