'use client'
import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { type Object3D, Raycaster, Vector2 } from 'three'
import { useEditorStore } from '../store/context'
import type { Rig } from './camera-rig'
import { HELPER_LAYER } from './layers'
import { useViewportHandle } from './viewport-handle'

/** A press that moves further than this turns the camera instead of selecting. */
const CLICK_MOVE_PX_MAX = 4

function nodeIdOf(object: Object3D | null): string | null {
  for (let at = object; at; at = at.parent) {
    if (!at.visible) return null
    const id: unknown = at.userData.nodeId
    if (typeof id === 'string') return id
  }
  return null
}

/** Selects what is clicked in the 3D view, or nothing. With Shift, Ctrl or Cmd it adds to the selection, or takes out of it. */
export function Picking({ rig }: { rig: Rig }) {
  const scene = useThree((state) => state.scene)
  const handle = useViewportHandle()
  const store = useEditorStore()

  useEffect(() => {
    const { stage } = handle
    if (!stage) return
    const raycaster = new Raycaster()
    raycaster.layers.enable(HELPER_LAYER)
    let from: { x: number; y: number } | null = null

    const nodeAt = (event: PointerEvent): string | null => {
      const box = stage.getBoundingClientRect()
      const point = new Vector2(((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2)
      raycaster.setFromCamera(point, rig.camera)
      const nodes = scene.children.filter((child) => typeof child.userData.nodeId === 'string')
      for (const hit of raycaster.intersectObjects(nodes, true)) {
        const id = nodeIdOf(hit.object)
        if (id) return id
      }
      return null
    }
    const onDown = (event: PointerEvent) => {
      from = event.button === 0 ? { x: event.clientX, y: event.clientY } : null
    }
    const onUp = (event: PointerEvent) => {
      const start = from
      from = null
      // This runs before the gizmo hears of the release, so a press on one of its handles still says so.
      if (!start || event.button !== 0 || stage.dataset.gizmo === 'dragging') return
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > CLICK_MOVE_PX_MAX) return
      const id = nodeAt(event)
      const adds = event.shiftKey || event.ctrlKey || event.metaKey
      if (id && adds) store.actions.toggleNode(id)
      else if (id) store.actions.selectNodes([id])
      // A press beside what was meant does not throw away a selection that is being put together.
      else if (!adds) store.actions.select(null)
    }
    stage.addEventListener('pointerdown', onDown)
    stage.addEventListener('pointerup', onUp, true)
    return () => {
      stage.removeEventListener('pointerdown', onDown)
      stage.removeEventListener('pointerup', onUp, true)
    }
  }, [rig, scene, handle, store])

  return null
}
