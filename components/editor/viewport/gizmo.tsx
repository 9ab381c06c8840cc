'use client'
import { useThree } from '@react-three/fiber'
import { useLayoutEffect } from 'react'
import { MathUtils, type Object3D } from 'three'
import { TransformControls } from 'three/addons/controls/TransformControls.js'
import { setTransform } from '@/lib/scene/commands/commands'
import { sizeFor } from '@/lib/scene/commands/new-node'
import { useEditor, useEditorStore } from '../store/context'
import type { Tool } from '../store/editor-store'
import type { Rig } from './camera-rig'
import { HELPER_LAYER } from './layers'
import { useViewportHandle } from './viewport-handle'

const MODE = { move: 'translate', rotate: 'rotate', scale: 'scale' } as const
const LABEL: Record<keyof typeof MODE, string> = { move: 'Move', rotate: 'Rotate', scale: 'Scale' }
const ROTATION_SNAP_DEG = 15
const SCALE_SNAP = 0.1

const isGizmo = (tool: Tool): tool is keyof typeof MODE => tool !== 'select'

/** Handles to move, turn or scale the selected node. One drag is one step of the history; Escape takes it back. */
export function Gizmo({ rig }: { rig: Rig }) {
  const scene = useThree((state) => state.scene)
  const handle = useViewportHandle()
  const store = useEditorStore()
  const id = useEditor((state) => (state.selection?.kind === 'node' ? state.selection.id : null))
  const tool = useEditor((state) => state.tool)
  const visible = useEditor((state) => (id ? (state.document.nodes[id]?.visible ?? false) : false))

  useLayoutEffect(() => {
    const object = id ? scene.getObjectByName(id) : undefined
    const { stage } = handle
    if (!stage || !object || !id || !visible || !isGizmo(tool)) return
    const gizmo = new TransformControls(rig.camera, stage)
    const helper = gizmo.getHelper()
    gizmo.setMode(MODE[tool])
    gizmo.setSpace(tool === 'rotate' ? 'local' : 'world')
    gizmo.setSize(0.85)
    gizmo.setColors('#f0616a', '#6bd08f', '#6f95ff', '#ffffff')
    gizmo.attach(object)
    helper.traverse((child: Object3D) => child.layers.set(HELPER_LAYER))
    gizmo.getRaycaster().layers.set(HELPER_LAYER)
    scene.add(helper)

    const snapTo = (on: boolean) => {
      gizmo.setTranslationSnap(on ? sizeFor(rig.controls.getDistance()) / 10 : null)
      gizmo.setRotationSnap(on ? MathUtils.degToRad(ROTATION_SNAP_DEG) : null)
      gizmo.setScaleSnap(on ? SCALE_SNAP : null)
    }
    let shift = false
    const refreshSnap = () => snapTo(store.getState().snap !== shift)
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Shift') {
        shift = event.type === 'keydown'
        refreshSnap()
      } else if (event.key === 'Escape' && event.type === 'keydown' && gizmo.dragging) {
        event.stopPropagation()
        gizmo.reset()
        gizmo.detach()
        store.actions.cancelDrag()
        gizmo.attach(object)
      }
    }
    const onObjectChange = () => {
      const { position, rotation, scale } = object
      store.actions.drag(LABEL[tool], (doc) =>
        setTransform(doc, id, {
          position: position.toArray(),
          rotation: [MathUtils.radToDeg(rotation.x), MathUtils.radToDeg(rotation.y), MathUtils.radToDeg(rotation.z)],
          scale: scale.toArray(),
        }),
      )
    }
    const onDragging = () => {
      rig.controls.enabled = !gizmo.dragging
      stage.dataset.gizmo = gizmo.dragging ? 'dragging' : 'ready'
      if (!gizmo.dragging) store.actions.endDrag()
    }
    refreshSnap()
    gizmo.addEventListener('change', handle.invalidate)
    gizmo.addEventListener('objectChange', onObjectChange)
    gizmo.addEventListener('dragging-changed', onDragging)
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('keyup', onKey, true)
    const unsubscribe = store.subscribe((state, previous) => {
      if (state.snap !== previous.snap) refreshSnap()
    })
    stage.dataset.gizmo = 'ready'
    handle.invalidate()
    return () => {
      delete stage.dataset.gizmo
      unsubscribe()
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('keyup', onKey, true)
      rig.controls.enabled = true
      gizmo.detach()
      scene.remove(helper)
      gizmo.dispose()
      handle.invalidate()
    }
  }, [rig, scene, handle, store, id, tool, visible])

  return null
}
