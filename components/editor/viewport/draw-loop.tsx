'use client'
import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useMemo, useRef } from 'react'
import { ratioValue } from '@/lib/domain/aspect-ratio'
import { setCamera } from '@/lib/scene/commands/commands'
import { useEditorStore } from '../store/context'
import { selectedIds } from '../store/editor-store'
import type { Rig } from './camera-rig'
import { renderPicture } from './capture'
import { moveToSphere, standingPlace, subjectSphere } from './framing'
import { SelectionOutline } from './outline'
import { aimStageCamera, Views } from './render-views'
import { useViewportHandle } from './viewport-handle'

/** Draws both views whenever something asked for a frame, and offers what the rest of the editor may ask of the 3D view. */
export function DrawLoop({ rig }: { rig: Rig }) {
  const { gl, scene, invalidate } = useThree()
  const handle = useViewportHandle()
  const store = useEditorStore()
  const views = useMemo(() => new Views(), [])
  const outline = useMemo(() => new SelectionOutline(), [])
  const frames = useRef(0)

  useFrame(() => {
    const state = store.getState()
    const { document, ratio } = state
    const hasSelection = selectedIds(state).some((id) => document.nodes[id]?.type !== 'light')
    views.draw(gl, scene, rig.camera, handle, outline, { fov: document.camera.fov, aspect: ratioValue(ratio), hasSelection })
    frames.current += 1
    // An idle editor draws nothing: a test reads this number twice.
    if (handle.stage) handle.stage.dataset.frames = String(frames.current)
  }, 1)

  useEffect(() => {
    handle.invalidate = () => invalidate()
    handle.contentChanged = () => {
      gl.shadowMap.needsUpdate = true
      invalidate()
    }
    const pictureState = () => {
      const { document, ratio } = store.getState()
      return { fov: document.camera.fov, aspect: ratioValue(ratio) }
    }
    handle.setCommands({
      capture: (pixels) => renderPicture(gl, scene, rig.camera, store.getState().document.camera.fov, pixels),
      frame: () => {
        const sphere = subjectSphere(scene, selectedIds(store.getState()))
        if (!sphere) return
        const { fov, aspect } = pictureState()
        moveToSphere(rig, sphere, fov, aspect)
        store.actions.navigate((doc) => setCamera(doc, { position: rig.camera.position.toArray(), target: rig.controls.target.toArray() }))
      },
      standingPlace: (step) => standingPlace(scene, rig, step),
      focus: () => ({ target: rig.controls.target.toArray(), distance: rig.controls.getDistance() }),
    })
    // Every frame aims the camera at the stage as it is, so what an observer tells of the size at its start is known.
    let told = false
    const observer = new ResizeObserver(() => {
      if (told && handle.stage) {
        aimStageCamera(rig.camera, handle.stage.getBoundingClientRect(), pictureState())
        invalidate()
      }
      told = true
    })
    if (handle.stage) observer.observe(handle.stage)
    handle.contentChanged()
    return () => {
      observer.disconnect()
      handle.setCommands(null)
      handle.invalidate = () => {}
      handle.contentChanged = () => {}
    }
  }, [gl, scene, invalidate, handle, store, rig])

  useEffect(() => () => outline.dispose(), [outline])
  return null
}
