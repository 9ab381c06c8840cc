import { createHash } from 'node:crypto'
import type { EngineRequest } from '../contract'
import type { PictureNames } from './fill-workflow'
import { type Frame, intoFrame, referencePicture } from './pictures'
import type { Workflow } from './workflow'

/** A picture to upload: PNG, under the SHA-256 of its bytes. */
export type PictureFile = { name: string; bytes: Uint8Array<ArrayBuffer> }

/**
 * Uploads lie in a folder of their own among the temporary files, which ComfyUI empties whenever it starts, so nothing of
 * a team stays on that machine.
 */
export const UPLOADS = { subfolder: 'maquette', type: 'temp' } as const

export const pictureFile = (bytes: Uint8Array<ArrayBuffer>): PictureFile => ({ name: `${createHash('sha256').update(bytes).digest('hex')}.png`, bytes })

/** What a node calls a picture that was uploaded. */
export const uploadedName = ({ name }: PictureFile): string => `${UPLOADS.subfolder}/${name} [${UPLOADS.type}]`

/** The pictures that a workflow takes from a request, and the names that its nodes will find them under. */
export async function preparePictures(workflow: Workflow, request: EngineRequest, frame: Frame): Promise<{ names: PictureNames; files: PictureFile[] }> {
  const { canvas, controls, references, edit } = workflow.inputs
  const { canvas: scene, edit: change } = request
  const files: PictureFile[] = []
  const keep = (bytes: Uint8Array<ArrayBuffer>): string => {
    const file = pictureFile(bytes)
    if (!files.some(({ name }) => name === file.name)) files.push(file)
    return uploadedName(file)
  }
  const names: PictureNames = {
    canvas: canvas && scene ? keep(await intoFrame(change?.base ?? scene.snapshot, frame)) : null,
    depth: controls.depth && scene ? keep(await intoFrame(await scene.control('depth'), frame)) : null,
    lines: controls.lines && scene ? keep(await intoFrame(await scene.control('lines'), frame)) : null,
    base: edit && change ? keep(await intoFrame(change.base, frame)) : null,
    mask: edit && change ? keep(await intoFrame(change.mask, frame)) : null,
    references: [],
  }
  for (const reference of request.references.slice(0, references.length)) {
    names.references.push({ name: keep(await referencePicture(reference.bytes)), reference })
  }
  return { names, files }
}
