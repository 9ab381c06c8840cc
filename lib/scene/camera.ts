import type { Camera } from './schema'

const RAD = Math.PI / 180
export const SENSOR_MM = 36

/** Vertical field of view in degrees of a picture with this aspect (width / height). `fov` lies along the longer side. */
export function verticalFov(fov: number, aspect: number): number {
  if (aspect <= 1) return fov
  return (2 * Math.atan(Math.tan((fov * RAD) / 2) / aspect)) / RAD
}

/** Focal length in millimetres of a 36 mm sensor fitted to the longer side. */
export const focalLengthMm = (fov: number): number => SENSOR_MM / 2 / Math.tan((fov * RAD) / 2)
export const fovFromFocalLength = (mm: number): number => (2 * Math.atan(SENSOR_MM / 2 / mm)) / RAD

export type Rect = { x: number; y: number; width: number; height: number }

/** The largest rectangle of an aspect (width / height) centred in a view with a margin, all in the view's pixels. */
export function frameRect(view: { width: number; height: number }, aspect: number, margin: number): Rect {
  const w = Math.max(1, view.width - 2 * margin)
  const h = Math.max(1, view.height - 2 * margin)
  const width = Math.min(w, h * aspect)
  const height = width / aspect
  return { x: (view.width - width) / 2, y: (view.height - height) / 2, width, height }
}

/** Vertical field of view in degrees for the whole view, such that the frame inside it shows exactly what the picture will. */
export function viewVerticalFov(fov: number, view: { height: number }, frame: Rect): number {
  const inner = verticalFov(fov, frame.width / frame.height)
  return (2 * Math.atan((Math.tan((inner * RAD) / 2) * view.height) / frame.height)) / RAD
}

/** Diameter of the lens opening in metres: focal length over f-number. Null f-number gives a pinhole, 0. */
export function apertureDiameter(camera: Pick<Camera, 'fov' | 'fStop'>): number {
  return camera.fStop === null ? 0 : focalLengthMm(camera.fov) / 1000 / camera.fStop
}

/** Distance of the plane in focus from the camera, in metres. */
export function focusDistance(camera: Camera): number {
  const [px, py, pz] = camera.position
  const [tx, ty, tz] = camera.target
  return camera.focusDistance ?? Math.max(0.01, Math.hypot(tx - px, ty - py, tz - pz))
}
