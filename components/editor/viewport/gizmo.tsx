'use client'
import { useThree } from '@react-three/fiber'
import { useLayoutEffect } from 'react'
import { MathUtils, Object3D, type Scene } from 'three'
import { TransformControls } from 'three/addons/controls/TransformControls.js'
import { useShallow } from 'zustand/react/shallow'
import type { Transform } from '@/lib/scene/commands/commands'
import { commonCentre, setTransforms } from '@/lib/scene/commands/many'
import { sizeFor } from '@/lib/scene/commands/new-node'
import { useEditorSession } from '../session'
import { useEditor, useEditorStore } from '../store/context'
import { type EditorState, type EditorStore, selectedIds, type Tool } from '../store/editor-store'
import type { Rig } from './camera-rig'
import { HELPER_LAYER } from './layers'
import { evenFactor, transformTogether } from './transform-together'
import { useViewportHandle } from './viewport-handle'

const MODE = { move: 'translate', rotate: 'rotate', scale: 'scale' } as const
const LABEL: Record<keyof typeof MODE, string> = { move: 'Move', rotate: 'Rotate', scale: 'Scale' }
const ROTATION_SNAP_DEG = 15
const SCALE_SNAP = 0.1

const isGizmo = (tool: Tool): tool is keyof typeof MODE => tool !== 'select'

/** What the handles hold on to, and where it stands once it was moved. */
type Grip = { object: Object3D; read: () => Map<string, Transform>; begin: () => void; release: () => void }

/** A single node is held itself. */
function gripOne(scene: Scene, id: string): Grip | null {
  const object = scene.getObjectByName(id)
  if (!object) return null
  const { position, rotation, scale } = object
  const read = (): Map<string, Transform> =>
    new Map([
      [
        id,
        {
          position: position.toArray(),
          rotation: [MathUtils.radToDeg(rotation.x), MathUtils.radToDeg(rotation.y), MathUtils.radToDeg(rotation.z)],
          scale: scale.toArray(),
        },
      ],
    ])
  return { object, read, begin: () => {}, release: () => {} }
}

/** Several are held by a point in their middle, from which each is moved as one with the others. */
function gripMany(scene: Scene, store: EditorStore, ids: readonly string[], onMove: () => void): Grip | null {
  const object = new Object3D()
  let starts = new Map<string, Transform>()
  let centre: [number, number, number] = [0, 0, 0]
  const begin = (): void => {
    const { document } = store.getState()
    centre = commonCentre(document, ids) ?? centre
    starts = new Map(ids.flatMap((id) => (document.nodes[id] ? [[id, document.nodes[id]] as const] : [])))
    object.position.set(...centre)
    object.rotation.set(0, 0, 0)
    object.scale.set(1, 1, 1)
  }
  begin()
  scene.add(object)
  const unsubscribe = store.subscribe((state, previous) => {
    if (state.interaction.kind === 'drag' || (state.document.nodes === previous.document.nodes && previous.interaction.kind !== 'drag')) return
    begin()
    onMove()
  })
  return {
    object,
    begin,
    read: () => {
      const offset = object.position.clone().sub({ x: centre[0], y: centre[1], z: centre[2] })
      return transformTogether(starts, centre, { offset, turn: object.quaternion, factor: evenFactor(object.scale) })
    },
    release: () => {
      unsubscribe()
      scene.remove(object)
    },
  }
}

const NONE: readonly string[] = []
const movable = (state: EditorState): readonly string[] => {
  const ids = selectedIds(state).filter((id) => state.document.nodes[id]?.visible)
  return ids.length > 0 ? ids : NONE
}

/** Handles to move, turn or scale what is selected and can be seen. One drag is one step of the history; Escape takes it back. */
export function Gizmo({ rig }: { rig: Rig }) {
  const scene = useThree((state) => state.scene)
  const handle = useViewportHandle()
  const store = useEditorStore()
  const { canEdit } = useEditorSession()
  const ids = useEditor(useShallow(movable))
  const tool = useEditor((state) => state.tool)

  useLayoutEffect(() => {
    const { stage } = handle
    const [first] = ids
    if (!stage || !canEdit || !first || !isGizmo(tool)) return
    const grip = ids.length === 1 ? gripOne(scene, first) : gripMany(scene, store, ids, handle.invalidate)
    if (!grip) return
    const { object } = grip
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
        grip.begin()
        gizmo.attach(object)
      }
    }
    const onObjectChange = () => {
      const moved = grip.read()
      store.actions.drag(LABEL[tool], (doc) => setTransforms(doc, moved))
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
      grip.release()
      handle.invalidate()
    }
  }, [rig, scene, handle, store, canEdit, ids, tool])

  return null
}
