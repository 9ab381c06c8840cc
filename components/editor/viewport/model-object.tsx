'use client'
import { useEffect, useMemo, useState } from 'react'
import { Box3, Mesh, MeshPhysicalMaterial, type Object3D, Vector3 } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import type { ModelNode } from '@/lib/scene/schema'
import { applyMaterial } from './mesh-object'
import { useViewportHandle } from './viewport-handle'

const loader = new GLTFLoader()
const loaded = new Map<string, Promise<Object3D>>()

/** The canonical GLB of an asset, loaded once per page. Its bytes never change, so neither does what is kept. */
function loadModel(assetId: string): Promise<Object3D> {
  const known = loaded.get(assetId)
  if (known) return known
  const loading = loader.loadAsync(`/api/files/${assetId}`).then((gltf) => gltf.scene)
  // A failure is not kept, so that adding the model again tries again.
  loading.catch(() => loaded.delete(assetId))
  loaded.set(assetId, loading)
  return loading
}

type Loading = { assetId: string; object: Object3D | null; failed: boolean }

/** An imported model, with its own materials or with one that replaces them all. */
export function ModelObject({ node }: { node: ModelNode }) {
  const handle = useViewportHandle()
  const [state, setState] = useState<Loading>({ assetId: node.assetId, object: null, failed: false })
  useEffect(() => {
    let gone = false
    loadModel(node.assetId).then(
      (object) => !gone && setState({ assetId: node.assetId, object: object.clone(true), failed: false }),
      () => !gone && setState({ assetId: node.assetId, object: null, failed: true }),
    )
    return () => {
      gone = true
    }
  }, [node.assetId])

  const override = useMemo(() => {
    if (!node.material) return null
    const material = new MeshPhysicalMaterial()
    const size = state.object ? new Box3().setFromObject(state.object).getSize(new Vector3()).length() : 1
    applyMaterial(material, node.material, size / 4)
    return material
  }, [node.material, state.object])
  useEffect(() => () => override?.dispose(), [override])

  useEffect(() => {
    const { object } = state
    if (!object) return
    const own = new Map<Mesh, Mesh['material']>()
    object.traverse((child) => {
      if (!(child instanceof Mesh)) return
      child.castShadow = true
      child.receiveShadow = true
      own.set(child, child.material)
      if (override) child.material = override
    })
    handle.contentChanged()
    return () => {
      for (const [mesh, material] of own) mesh.material = material
    }
  }, [state, override, handle])

  if (state.object) return <primitive object={state.object} />
  // Something to see and to select while the file is on its way, or when it cannot be had.
  return (
    <mesh position={[0, 0.1, 0]}>
      <boxGeometry args={[0.2, 0.2, 0.2]} />
      <meshBasicMaterial color={state.failed ? '#bd2f37' : '#8f9399'} wireframe />
    </mesh>
  )
}
