'use client'
import { useEffect, useMemo } from 'react'
import { BufferAttribute, BufferGeometry, DoubleSide, FrontSide, MeshPhysicalMaterial } from 'three'
import { buildGeometry } from '@/lib/scene/geometry'
import type { Geometry, Material, MeshNode } from '@/lib/scene/schema'

function toBufferGeometry(shape: Geometry): BufferGeometry {
  const { positions, normals, uvs, indices } = buildGeometry(shape)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  geometry.setAttribute('normal', new BufferAttribute(normals, 3))
  geometry.setAttribute('uv', new BufferAttribute(uvs, 2))
  geometry.setIndex(new BufferAttribute(indices, 1))
  geometry.computeBoundingSphere()
  return geometry
}

/** Shapes without an inside are seen from both sides. */
const isOpen = (shape: Geometry['shape']): boolean => shape === 'plane' || shape === 'lathe'

/** Puts a material of the document on a three.js material. `thickness` is how much glass light passes, in metres. */
export function applyMaterial(target: MeshPhysicalMaterial, source: Material, thickness: number): void {
  target.color.set(source.color)
  target.metalness = source.metalness
  target.roughness = source.roughness
  target.ior = source.ior
  target.emissive.set(source.emissive)
  target.emissiveIntensity = source.emissiveIntensity
  target.thickness = source.transmission > 0 ? thickness : 0
  // These three choose another shader when they start or stop being zero.
  const before = [target.transmission > 0, target.clearcoat > 0]
  target.transmission = source.transmission
  target.clearcoat = source.clearcoat
  target.clearcoatRoughness = source.clearcoatRoughness
  if (before[0] !== source.transmission > 0 || before[1] !== source.clearcoat > 0) target.needsUpdate = true
}

/** A primitive, its triangles built by the same function that Studio uses. */
export function MeshObject({ node }: { node: MeshNode }) {
  const geometry = useMemo(() => toBufferGeometry(node.geometry), [node.geometry])
  useEffect(() => () => geometry.dispose(), [geometry])
  const material = useMemo(() => new MeshPhysicalMaterial(), [])
  useEffect(() => () => material.dispose(), [material])
  const radius = geometry.boundingSphere?.radius ?? 0.1
  useMemo(() => {
    applyMaterial(material, node.material, radius)
    material.side = isOpen(node.geometry.shape) && node.material.transmission === 0 ? DoubleSide : FrontSide
    // Closed shapes cast their shadow from the far side, which keeps their lit side free of false shadows.
    material.shadowSide = material.side === DoubleSide ? DoubleSide : null
  }, [material, node.material, node.geometry.shape, radius])
  const castsShadow = node.material.transmission < 0.5 && node.material.emissiveIntensity === 0
  return <mesh geometry={geometry} material={material} castShadow={castsShadow} receiveShadow />
}
