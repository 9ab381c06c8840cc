'use client'
import { memo, useLayoutEffect, useRef } from 'react'
import { type Group, MathUtils } from 'three'
import type { SceneNode } from '@/lib/scene/schema'
import { useEditor } from '../store/context'
import { isSelected } from '../store/editor-store'
import { SELECTED_LAYER } from './layers'
import { LightObject } from './light-object'
import { MeshObject } from './mesh-object'
import { ModelObject } from './model-object'
import { ShadowedSun, towardsLight } from './shadowed-sun'
import { useViewportHandle } from './viewport-handle'

const SceneObject = memo(function SceneObject({ id }: { id: string }) {
  const handle = useViewportHandle()
  const node = useEditor((state) => state.document.nodes[id])
  const selected = useEditor((state) => isSelected(state, id))
  const group = useRef<Group>(null)

  // After every render of this object, whatever in it changed: its shadow may have changed too.
  useLayoutEffect(() => {
    group.current?.traverse((child) => {
      if (selected && node?.type !== 'light') child.layers.enable(SELECTED_LAYER)
      else child.layers.disable(SELECTED_LAYER)
    })
    handle.contentChanged()
  })

  if (!node) return null
  const [x, y, z] = node.rotation.map(MathUtils.degToRad) as [number, number, number]
  return (
    <>
      <group ref={group} name={id} userData={{ nodeId: id }} visible={node.visible} position={node.position} rotation={[x, y, z]} scale={node.scale}>
        <Content node={node} selected={selected} />
      </group>
      {node.type === 'light' && node.light.kind === 'directional' && node.visible ? (
        <ShadowedSun color={node.light.color} intensity={node.light.intensity} softness={node.light.softness} towards={towardsLight(node.rotation)} />
      ) : null}
    </>
  )
})

function Content({ node, selected }: { node: SceneNode; selected: boolean }) {
  switch (node.type) {
    case 'mesh':
      return <MeshObject node={node} />
    case 'model':
      return <ModelObject node={node} />
    case 'light':
      return <LightObject node={node} selected={selected} />
  }
}

/** Every node of the document as three.js objects. Each follows its own part of the document alone. */
export function SceneNodes() {
  const order = useEditor((state) => state.document.order)
  return order.map((id) => <SceneObject key={id} id={id} />)
}
