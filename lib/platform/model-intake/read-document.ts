import { type Document, type GLTF, Logger, NodeIO, Verbosity, VertexLayout } from '@gltf-transform/core'
import draco3d from 'draco3dgltf'
import { MeshoptDecoder } from 'meshoptimizer'
import { KEPT_EXTENSIONS, RESOLVED_EXTENSIONS } from './extensions'
import type { Gltf } from './gltf-schema'
import { damaged } from './limits'
import type { Resources } from './resources'

/** Reader and writer of documents. It is only given bytes, so it never opens a file or an address. */
export function createIo(): NodeIO {
  return new NodeIO()
    .setLogger(new Logger(Verbosity.SILENT))
    .setVertexLayout(VertexLayout.SEPARATE)
    .registerExtensions([...KEPT_EXTENSIONS, ...RESOLVED_EXTENSIONS])
}

/**
 * Reads a glTF whose structure was checked, decoding Draco and meshopt on the way.
 * @throws AppError when the compressed data does not decode.
 */
export async function readDocument(io: NodeIO, gltf: Gltf, { buffers, images }: Resources): Promise<Document> {
  const used = gltf.extensionsUsed ?? []
  // A decoder that met a broken stream may be unusable afterwards, so each import gets its own.
  if (used.includes('KHR_draco_mesh_compression')) io.registerDependencies({ 'draco3d.decoder': await draco3d.createDecoderModule() })
  if (used.includes('EXT_meshopt_compression')) {
    await MeshoptDecoder.ready
    io.registerDependencies({ 'meshopt.decoder': MeshoptDecoder })
  }
  const resources: Record<string, Uint8Array<ArrayBuffer>> = {}
  const named = <Entry extends { uri?: string }>(entries: Entry[] | undefined, kind: string, found: (Uint8Array | null)[]): Entry[] | undefined =>
    entries?.map((entry, i) => {
      const bytes = found[i]
      if (bytes === undefined || bytes === null) return entry
      const uri = `${kind}-${i}`
      // The reader takes views as starting where their memory starts, so each gets memory of its own.
      resources[uri] = new Uint8Array(bytes)
      return { ...entry, uri }
    })
  const json = {
    ...gltf,
    asset: { version: '2.0', copyright: gltf.asset.copyright },
    // What cannot be read was refused before; what can be left out is not required any more.
    extensionsRequired: undefined,
    buffers: named(gltf.buffers, 'buffer', buffers),
    images: named(gltf.images, 'image', images),
    nodes: gltf.nodes?.map((node) => ({ ...node, camera: undefined })),
    skins: gltf.skins?.map((skin) => ({ ...skin, skeleton: undefined })),
    animations: undefined,
    cameras: undefined,
  }
  try {
    return await io.readJSON({ json: json as unknown as GLTF.IGLTF, resources })
  } catch (error) {
    throw damaged(error)
  }
}
