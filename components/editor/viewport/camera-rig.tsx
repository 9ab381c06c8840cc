'use client'
import { useFrame, useThree } from '@react-three/fiber'
import { useLayoutEffect } from 'react'
import { MOUSE, type PerspectiveCamera, TOUCH, type Vector3 } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { setCamera } from '@/lib/scene/commands/commands'
import type { Camera } from '@/lib/scene/schema'
import { useEditorStore } from '../store/context'
import { useViewportHandle } from './viewport-handle'

export type Rig = { camera: PerspectiveCamera; controls: OrbitControls }

const near = (a: readonly number[], b: Vector3): boolean => Math.hypot((a[0] ?? 0) - b.x, (a[1] ?? 0) - b.y, (a[2] ?? 0) - b.z) < 2e-5

/** Clipping planes for the distance at hand: a ring box and a hall both keep enough depth precision. */
function fitClipping(camera: PerspectiveCamera, distance: number): void {
  camera.near = Math.max(0.002, distance * 0.012)
  camera.far = Math.max(60, distance * 60)
  camera.updateProjectionMatrix()
}

/**
 * Orbit, pan and zoom. While the pointer moves the three.js camera is the truth; when it rests the document takes it over,
 * and when the document changes it (a shot, the inspector) the camera follows.
 */
export function CameraRig({ onReady }: { onReady: (rig: Rig | null) => void }) {
  const camera = useThree((state) => state.camera) as PerspectiveCamera
  const handle = useViewportHandle()
  const store = useEditorStore()
  // Whoever subscribes takes the drawing over. Without it the loop draws the whole page before the views are ready to.
  useFrame(() => {}, 1)

  useLayoutEffect(() => {
    const { stage } = handle
    if (!stage) return
    const controls = new OrbitControls(camera, stage)
    controls.enableDamping = false
    controls.mouseButtons = { LEFT: MOUSE.ROTATE, MIDDLE: MOUSE.PAN, RIGHT: MOUSE.PAN }
    controls.touches = { ONE: TOUCH.ROTATE, TWO: TOUCH.DOLLY_PAN }
    controls.minDistance = 0.02
    controls.maxDistance = 400
    controls.zoomSpeed = 0.8

    const follow = (next: Camera) => {
      if (near(next.position, camera.position) && near(next.target, controls.target)) return
      camera.position.fromArray(next.position)
      controls.target.fromArray(next.target)
      controls.update()
      fitClipping(camera, controls.getDistance())
      handle.invalidate()
    }
    const onChange = () => {
      fitClipping(camera, controls.getDistance())
      handle.invalidate()
    }
    const onEnd = () => store.actions.navigate((doc) => setCamera(doc, { position: camera.position.toArray(), target: controls.target.toArray() }))

    follow(store.getState().document.camera)
    controls.addEventListener('change', onChange)
    controls.addEventListener('end', onEnd)
    const unsubscribe = store.subscribe((state, previous) => {
      if (state.document.camera !== previous.document.camera) follow(state.document.camera)
      if (state.document.camera.fov !== previous.document.camera.fov || state.ratio !== previous.ratio) handle.invalidate()
    })
    onReady({ camera, controls })
    return () => {
      unsubscribe()
      onReady(null)
      controls.dispose()
    }
  }, [camera, handle, store, onReady])

  return null
}
