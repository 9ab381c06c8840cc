import type { Document, NodeIO, Scene } from '@gltf-transform/core'
import { prune, uninstance, unpartition } from '@gltf-transform/functions'
import { AppError } from '@/lib/domain/errors'
import { checkStructure } from './check-structure'
import { openContainer } from './container'
import { notesOnExtensions, RESOLVED_EXTENSIONS } from './extensions'
import { type Gltf, parseGltf } from './gltf-schema'
import { damaged, GLB_BYTES_MAX, tooComplex } from './limits'
import { createIo, readDocument } from './read-document'
import { resolveResources } from './resources'
import { resolveSpecularGlossiness } from './spec-gloss'
import { bakeStaticPose } from './static-pose'
import { type ModelReport, measure, normalizeSurfaces } from './surfaces'
import { normalizeTextures } from './textures'

export type NormalizedModel = {
  /** The canonical GLB: what viewport and Studio read. The same upload gives the same bytes. */
  glb: Uint8Array
  report: ModelReport & {
    /** What was left out or changed, one sentence each. */
    notes: string[]
  }
}

/**
 * Turns an uploaded GLB or glTF (one file, everything embedded) into one canonical GLB: Draco, meshopt, quantization, sparse
 * accessors and instancing resolved; indexed triangles with normals as 32-bit floats; textures as PNG or JPEG; no animation,
 * camera or light. Everything that the file declares is checked against what is there before it is allocated.
 * @throws AppError with a sentence that says what is wrong and what to do.
 */
export async function normalizeModel(bytes: Uint8Array): Promise<NormalizedModel> {
  const { json, bin } = openContainer(bytes)
  const gltf = parseGltf(json)
  const resources = resolveResources(gltf, bin)
  checkStructure(gltf, resources)
  const io = createIo()
  const document = await readDocument(io, gltf, resources)
  try {
    return await normalize(io, document, notesOnFile(gltf))
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  }
}

async function normalize(io: NodeIO, document: Document, notes: string[]): Promise<NormalizedModel> {
  const scene = keepOneScene(document)
  await document.transform(uninstance())
  if (bakeStaticPose(document, scene)) notes.push('The model stands in the pose that the file holds.')
  notes.push(...(await normalizeSurfaces(document)))
  await document.transform(prune({ keepAttributes: true, keepSolidTextures: true }))
  notes.push(...(await normalizeTextures(document)))
  if (await resolveSpecularGlossiness(document)) notes.push('Specular-gloss materials became metal-roughness materials. Check how they look.')
  await document.transform(prune({ keepAttributes: true, keepSolidTextures: true }), unpartition())
  for (const { EXTENSION_NAME } of RESOLVED_EXTENSIONS) document.disposeExtension(EXTENSION_NAME)
  dropExtras(document)
  const report = measure(document)
  const glb = await io.writeBinary(document)
  if (glb.byteLength > GLB_BYTES_MAX) throw tooComplex('vertices and textures')
  return { glb, report: { ...report, notes } }
}

function notesOnFile(gltf: Gltf): string[] {
  const notes = notesOnExtensions(gltf.extensionsUsed ?? [])
  if (Array.isArray(gltf.animations) && gltf.animations.length > 0) notes.push('Animations were left out.')
  if (Array.isArray(gltf.cameras) && gltf.cameras.length > 0) notes.push('Cameras were left out: save shots in the scene.')
  if ((gltf.scenes?.length ?? 0) > 1) notes.push('The file holds several scenes. Only the main one was kept.')
  return notes
}

/** A file without a scene is a library of parts; all of them are shown. */
function keepOneScene(document: Document): Scene {
  const root = document.getRoot()
  const [first, ...others] = root.listScenes()
  const kept = root.getDefaultScene() ?? first ?? allParts(document)
  for (const scene of [first, ...others]) if (scene && scene !== kept) scene.dispose()
  root.setDefaultScene(kept)
  return kept
}

function allParts(document: Document): Scene {
  const scene = document.createScene()
  for (const node of document.getRoot().listNodes()) if (!node.getParentNode()) scene.addChild(node)
  return scene
}

/** Whatever else an exporter wrote down stays out of what we serve. */
function dropExtras(document: Document): void {
  const root = document.getRoot()
  const lists = [root.listScenes(), root.listNodes(), root.listMeshes(), root.listMaterials(), root.listTextures(), root.listAccessors(), root.listBuffers()]
  for (const property of [root, ...lists.flat(), ...root.listMeshes().flatMap((mesh) => mesh.listPrimitives())]) property.setExtras({})
}
