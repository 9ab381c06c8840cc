import { equalJson } from '../patches/patch'
import type { SceneDocument } from '../schema'
import { blank } from './blank'
import { plinth } from './plinth'
import { roomCorner } from './room-corner'
import { smallObjects } from './small-objects'

export const SAMPLES = ['plinth', 'room-corner', 'small-objects'] as const
export type Sample = (typeof SAMPLES)[number]

export type SampleInfo = {
  name: string
  /** Suggested on first run. */
  prompt: string
  document: SceneDocument
}

export const SAMPLE_SCENES: Record<Sample, SampleInfo> = {
  plinth: {
    name: 'Product on a plinth',
    prompt: 'Golden hour, long soft shadows, marble plinth',
    document: plinth,
  },
  'room-corner': {
    name: 'Room corner',
    prompt: 'Late afternoon sun, warm light, wooden floor',
    document: roomCorner,
  },
  'small-objects': {
    name: 'Small objects',
    prompt: 'Golden hour on a concrete table, long soft shadows',
    document: smallObjects,
  },
}

export const BLANK_SCENE = { name: 'Untitled scene', document: blank }

/** A prompt that suits a scene as long as it is still as its sample was, else nothing. */
export function suggestedPrompt(document: SceneDocument): string | undefined {
  const sample = SAMPLES.find((key) => equalJson(SAMPLE_SCENES[key].document, document))
  return sample && SAMPLE_SCENES[sample].prompt
}
