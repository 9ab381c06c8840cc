import type { OutputMetadata } from './output-metadata'

/** The IPTC's vocabulary of where media come from: https://cv.iptc.org/newscodes/digitalsourcetype/ */
const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

/**
 * What kind of thing a picture is. Studio renders what a person composed and invents nothing. Another engine works with a
 * trained model: over the picture of a scene the result is a composite of both, else it comes from the model alone.
 */
export function digitalSourceType({ engine, usesCanvas }: Pick<OutputMetadata, 'engine' | 'usesCanvas'>): string {
  if (engine === 'studio') return `${IPTC}digitalCreation`
  return usesCanvas ? `${IPTC}compositeSynthetic` : `${IPTC}trainedAlgorithmicMedia`
}
