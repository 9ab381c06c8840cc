import sharp from 'sharp'
import { z } from 'zod'
import type { PassKind } from '@/lib/domain/passes'
import { decodeExr, EXR_MIME, encodeExr } from '@/lib/platform/exr'
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

/** What was kept of the passes: the same values, with names for the ids. */
export type KeptPasses = Pick<ScenePasses, 'width' | 'height' | 'depth' | 'normal' | 'ids'> & { objects: { id: number; node: string; name: string }[] }

const tableSchema = z.object({ objects: z.array(z.object({ id: z.number().int().positive(), node: z.string(), name: z.string() })) })

/** Reads the files of {@link encodePasses} again. @throws Error for any others. */
export async function decodePasses(files: Record<PassKind, Uint8Array>): Promise<KeptPasses> {
  const [depth, normals] = await Promise.all([decodeExr(files.depth), decodeExr(files.normals)])
  const { width, height } = depth
  const { data, info } = await sharp(files.ids).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true })
  const { Y } = depth.channels
  const { R, G, B } = normals.channels
  if (!Y || !R || !G || !B || normals.width !== width || normals.height !== height || info.width !== width || info.height !== height) {
    throw new Error('These passes do not belong together.')
  }
  const normal = new Float32Array(width * height * 3)
  for (let i = 0; i < width * height; i++) normal.set([R[i] ?? 0, G[i] ?? 0, B[i] ?? 0], i * 3)
  // Copied, because a buffer of Node may begin at an odd byte.
  const ids = new Uint16Array(Uint8Array.from(data).buffer)
  const { objects } = tableSchema.parse(JSON.parse(new TextDecoder().decode(files.objects)))
  return { width, height, depth: Y, normal, ids, objects }
}
