/** How a picture was made, as it is written into the file itself. */
export type OutputMetadata = {
  prompt: string
  engine: string
  engineVersion: string | null
  seed: number | null
  generationId: string
  ratio: string
  /** Whether the picture of the scene went into it. */
  usesCanvas: boolean
  /** SHA-256, hex, of the frozen scene; null where the canvas was left out. */
  sceneHash: string | null
}
