'use client'
import { Grid } from '@react-three/drei'
import { Canvas } from '@react-three/fiber'
import { useCallback, useEffect, useState } from 'react'
import { CustomToneMapping, PCFShadowMap } from 'three'
import { useEditor, useEditorActions } from '../store/context'
import { CameraRig, type Rig } from './camera-rig'
import { ContextWatch, canDraw } from './context-watch'
import { DrawLoop } from './draw-loop'
import { Gizmo } from './gizmo'
import { HELPER_LAYER } from './layers'
import { Picking } from './picking'
import { SceneNodes } from './scene-nodes'
import { Surroundings } from './surroundings'
import { prepareThree } from './three-setup'
import { useViewportHandle } from './viewport-handle'

prepareThree()

const RENDERER = { antialias: true, alpha: false, powerPreference: 'high-performance', toneMapping: CustomToneMapping } as const
/** Shadows are drawn again when the scene changes, not when the camera moves, and once for both views. */
const SHADOWS = { enabled: true, type: PCFShadowMap, autoUpdate: false } as const

/**
 * The one WebGL context of the editor: a canvas behind the whole page, seen through the stage and through the hole of the
 * live slot. It takes no pointer events; the stage element does.
 */
export function Viewport() {
  const handle = useViewportHandle()
  const actions = useEditorActions()
  /** Counts the starts. A view that stopped is put up anew: nothing that it had on the graphics card is left. */
  const [start, setStart] = useState<number | null>(null)

  const begin = useCallback(() => {
    const possible = canDraw()
    actions.set({ view: possible ? 'running' : 'unavailable' })
    setStart((before) => (possible ? (before ?? 0) + 1 : null))
  }, [actions])
  useEffect(() => {
    handle.restart = begin
    begin()
    return () => {
      handle.restart = () => {}
    }
  }, [handle, begin])

  return start === null ? null : <View key={start} onRestored={begin} />
}

function View({ onRestored }: { onRestored: () => void }) {
  const [rig, setRig] = useState<Rig | null>(null)
  return (
    <Canvas
      frameloop="demand"
      dpr={[1, 2]}
      gl={RENDERER}
      shadows={SHADOWS}
      style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
      aria-hidden="true"
    >
      <ContextWatch onRestored={onRestored} />
      <CameraRig onReady={setRig} />
      <Surroundings />
      <SceneNodes />
      <GroundGrid />
      {rig ? (
        <>
          <Picking rig={rig} />
          <Gizmo rig={rig} />
          <DrawLoop rig={rig} />
        </>
      ) : null}
    </Canvas>
  )
}

function GroundGrid() {
  const shown = useEditor((state) => state.grid)
  if (!shown) return null
  return (
    <Grid
      layers={HELPER_LAYER}
      position={[0, 0.0005, 0]}
      infiniteGrid
      cellSize={0.1}
      sectionSize={1}
      cellThickness={0.6}
      sectionThickness={1}
      cellColor="#9aa0a6"
      sectionColor="#ffffff"
      fadeDistance={12}
      fadeStrength={1.5}
    />
  )
}
