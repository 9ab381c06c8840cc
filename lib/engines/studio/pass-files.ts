import sharp from 'sharp'
import type { PassKind } from '@/lib/domain/passes'
import { EXR_MIME, encodeExr } from '@/lib/platform/exr'
import type { SceneDocument } from '@/lib/scene/schema'
import type { ScenePasses } from './studio-scene'

export type PassFile = { kind: PassKind; bytes: Uint8Array; mime: string; meta: Record<string, number> }

/**
 * The passes as files that other programs read, without a bit lost: depth and normals as OpenEXR with 32-bit floats, ids
 * as a PNG with 16 bits of grey, and a table from id to object as JSON. The same passes give the same bytes.
 */
export async function encodePasses(passes: ScenePasses, scene: SceneDocument): Promise<PassFile[]> {
  const { width, height, depth, near, far } = passes
  return [
    { kind: 'depth', mime: EXR_MIME, meta: { near, far }, bytes: await encodeExr({ width, height, channels: { Y: depth }, facts: { near, far } }) },
    { kind: 'normals', mime: EXR_MIME, meta: {}, bytes: await encodeExr({ width, height, channels: split(passes.normal) }) },
    { kind: 'ids', mime: 'image/png', meta: {}, bytes: await encodeIds(passes) },
    { kind: 'objects', mime: 'application/json', meta: {}, bytes: tableOf(passes, scene) },
  ]
}

/** Red points right, green up, blue towards the viewer. */
function split(normal: Float32Array): Record<'R' | 'G' | 'B', Float32Array> {
  const plane = (c: number): Float32Array => Float32Array.from({ length: normal.length / 3 }, (_, i) => normal[i * 3 + c] ?? 0)
  return { R: plane(0), G: plane(1), B: plane(2) }
}

async function encodeIds({ ids, width, height }: ScenePasses): Promise<Uint8Array> {
  const image = sharp(ids, { raw: { width, height, channels: 1 } }).toColourspace('grey16')
  return new Uint8Array(await image.png({ compressionLevel: 9 }).toBuffer())
}

function tableOf({ nodes, near, far }: ScenePasses, scene: SceneDocument): Uint8Array {
  const objects = nodes.map((node, index) => ({ id: index + 1, node, name: scene.nodes[node]?.name ?? '' }))
  return new TextEncoder().encode(`${JSON.stringify({ depth: { unit: 'metre', near, far }, nothing: 0, objects }, null, 2)}\n`)
}
