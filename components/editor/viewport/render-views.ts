import { type PerspectiveCamera, type Scene, PerspectiveCamera as ThreePerspectiveCamera, type WebGLRenderer } from 'three'
import { frameRect, type Rect, verticalFov, viewVerticalFov } from '@/lib/scene/camera'
import { FRAME_MARGIN } from './frame-margin'
import { HELPER_LAYER } from './layers'
import type { SelectionOutline } from './outline'
import { holePath, intersect, isEmpty, visibleRect } from './screen'
import { beginSpan } from './span'
import type { ViewportHandle } from './viewport-handle'

const SLOT_RADIUS = 4

export type ViewState = {
  /** Degrees along the longer side of the picture. */
  fov: number
  /** Width over height of the picture. */
  aspect: number
  hasSelection: boolean
}

/** Draws the stage and the live slot, two views of one scene in one WebGL context. */
export class Views {
  private readonly slotCamera = new ThreePerspectiveCamera()
  private hole = ''

  draw(gl: WebGLRenderer, scene: Scene, camera: PerspectiveCamera, handle: ViewportHandle, outline: SelectionOutline, view: ViewState): void {
    const canvas = gl.domElement.getBoundingClientRect()
    const page: Rect = { x: canvas.left, y: canvas.top, width: canvas.width, height: canvas.height }
    gl.autoClear = false
    gl.setScissorTest(true)
    if (handle.stage) this.drawStage(gl, scene, camera, handle.stage, page, outline, view)
    this.drawSlot(gl, scene, camera, handle, page, view)
    gl.setScissorTest(false)
  }

  private drawStage(
    gl: WebGLRenderer,
    scene: Scene,
    camera: PerspectiveCamera,
    stage: HTMLElement,
    page: Rect,
    outline: SelectionOutline,
    view: ViewState,
  ): void {
    const box = stage.getBoundingClientRect()
    if (box.width < 1 || box.height < 1) return
    aimStageCamera(camera, box, view)
    const endSpan = beginSpan('maquette/stage')
    setView(gl, page, { x: box.left, y: box.top, width: box.width, height: box.height })
    camera.layers.set(0)
    camera.layers.enable(HELPER_LAYER)
    gl.setClearColor(0x000000, 1)
    gl.clear()
    gl.render(scene, camera)
    if (view.hasSelection) {
      const ratio = gl.getPixelRatio()
      outline.draw(gl, scene, camera, Math.round(box.width * ratio), Math.round(box.height * ratio))
    }
    endSpan()
  }

  private drawSlot(gl: WebGLRenderer, scene: Scene, camera: PerspectiveCamera, handle: ViewportHandle, page: Rect, view: ViewState): void {
    const { slot } = handle
    const picture = slot ? pictureIn(slot, view.aspect) : null
    const seen = picture && slot ? intersect(picture, visibleRect(slot)) : null
    this.cutHole(handle.panelBackground, seen)
    if (!picture || !seen || isEmpty(seen)) return
    const endSpan = beginSpan('maquette/slot')
    const eye = this.slotCamera
    eye.position.copy(camera.position)
    eye.quaternion.copy(camera.quaternion)
    eye.near = camera.near
    eye.far = camera.far
    eye.aspect = view.aspect
    eye.fov = verticalFov(view.fov, view.aspect)
    eye.updateProjectionMatrix()
    setView(gl, page, picture, seen)
    gl.setClearColor(0x000000, 1)
    gl.clear()
    gl.render(scene, eye)
    endSpan()
  }

  /**
   * The panel is opaque but for a hole where the slot's picture is seen. The hole and the view come from one measurement
   * in one frame, so they stay together while the panel scrolls.
   */
  private cutHole(background: HTMLElement | null, seen: Rect | null): void {
    if (!background) return
    const box = background.getBoundingClientRect()
    const path = seen && !isEmpty(seen) ? holePath({ x: box.left, y: box.top, width: box.width, height: box.height }, seen, SLOT_RADIUS) : ''
    if (path === this.hole && background.style.clipPath !== '') return
    this.hole = path
    background.style.clipPath = path
  }
}

/** The largest picture of the chosen ratio inside the slot, in client pixels. */
function pictureIn(slot: HTMLElement, aspect: number): Rect {
  const box = slot.getBoundingClientRect()
  const inner = frameRect({ width: box.width, height: box.height }, aspect, 0)
  // Whole pixels, or the hole and the view would each round its own way and leave a dark line between them.
  const left = Math.round(box.left + inner.x)
  const top = Math.round(box.top + inner.y)
  return { x: left, y: top, width: Math.round(inner.width), height: Math.round(inner.height) }
}

/** The whole stage is drawn, wider than the picture, such that the frame on it shows exactly what the picture will. */
export function aimStageCamera(camera: PerspectiveCamera, stage: { width: number; height: number }, view: Pick<ViewState, 'fov' | 'aspect'>): void {
  const frame = frameRect(stage, view.aspect, FRAME_MARGIN)
  const fov = viewVerticalFov(view.fov, stage, frame)
  const aspect = stage.width / stage.height
  if (camera.fov === fov && camera.aspect === aspect) return
  camera.fov = fov
  camera.aspect = aspect
  camera.updateProjectionMatrix()
}

/** Client pixels to WebGL's, whose origin is at the lower left. */
function setView(gl: WebGLRenderer, page: Rect, view: Rect, clip: Rect = view): void {
  const up = (rect: Rect) => page.y + page.height - rect.y - rect.height
  gl.setViewport(view.x - page.x, up(view), view.width, view.height)
  gl.setScissor(clip.x - page.x, up(clip), clip.width, clip.height)
}
