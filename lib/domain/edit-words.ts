import type { ObjectEdit } from './generation'

/** What a change of one object may change: "Vase, grown 12 px, with its shadow and reflection". */
export const editWords = ({ objectName, grow, includeShadow }: Pick<ObjectEdit, 'objectName' | 'grow' | 'includeShadow'>): string =>
  `${objectName}, grown ${grow} px${includeShadow ? ', with its shadow and reflection' : ''}`
