/** What a generation keeps beside its images, in the order in which it is offered. `objects` names the ids in JSON. */
export const PASS_KINDS = ['depth', 'normals', 'ids', 'objects'] as const
export type PassKind = (typeof PASS_KINDS)[number]

/** As people read them. */
export const PASS_LABELS: Record<PassKind, string> = { depth: 'Depth', normals: 'Normals', ids: 'Object ids', objects: 'Object names' }

export const PASS_EXTENSIONS: Record<PassKind, string> = { depth: 'exr', normals: 'exr', ids: 'png', objects: 'json' }

/** What the interface learns about one pass. */
export type PassView = { kind: PassKind; byteSize: number }
