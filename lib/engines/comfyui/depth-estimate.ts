import sharp from 'sharp'
import { graphFrom, type WorkflowGraph } from '@/lib/domain/workflow-graph'
import { EngineError, type EngineRun } from '../contract'
import { createComfyClient } from './client'
import { pictureFile, uploadedName } from './prepare-pictures'
import { runGraph } from './run-graph'
import shipped from './workflows/depth-estimate.json'

/** The model looks at so many pixels of the shorter side: more would be sent for nothing. */
const SHORTER_SIDE_PX = 518
const PIXELS_MAX = 40_000_000

/** An estimate of depth: one byte a pixel, row 0 at the top, near bright. */
export type DepthEstimate = { width: number; height: number; pixels: Uint8Array }

export type DepthEstimatorSettings = {
  /** Without a slash at its end. */
  baseUrl: string
  /** How often to ask where no event comes; for tests. */
  pollMs?: number
}

/** The workflow with its picture: LoadImage, Depth Anything V2 (small), PreviewImage. */
export function depthGraph(picture: string): WorkflowGraph {
  const { image, ...rest } = graphFrom(shipped)
  if (!image) throw new Error('The workflow for depth reads no picture.')
  return { ...rest, image: { ...image, inputs: { ...image.inputs, image: picture } } }
}

/**
 * How far things look in a picture, by a model on a ComfyUI of one's own. The values are even in 1/depth, up to a scale and a
 * shift that nobody knows. Like all that goes there, picture and answer are temporary files. It costs nothing.
 * @param size The answer is brought to it, whatever size the model gave.
 * @throws EngineError for every expected failure; the signal's reason when aborted.
 */
export async function estimateDepth(
  { baseUrl, pollMs }: DepthEstimatorSettings,
  picture: Uint8Array,
  size: { width: number; height: number },
  signal: AbortSignal,
): Promise<DepthEstimate> {
  const file = pictureFile(await shrunk(picture))
  const run: EngineRun = { signal, onProgress: () => {}, job: { ref: null, keep: async () => {} }, record: async () => {} }
  signal.throwIfAborted()
  const { bytes } = await runGraph(createComfyClient(baseUrl), { graph: depthGraph(uploadedName(file)), output: 'picture', files: [file], pollMs }, run)
  try {
    // The model's answer is grey in three equal channels.
    const grey = sharp(bytes, { limitInputPixels: PIXELS_MAX }).resize(size.width, size.height, { fit: 'fill' }).extractChannel(0)
    return { ...size, pixels: new Uint8Array(await grey.raw().toBuffer()) }
  } catch (error) {
    throw new EngineError('unsupported', 'ComfyUI answered with something that is not an image.', { cause: error })
  }
}

async function shrunk(picture: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const image = sharp(picture, { limitInputPixels: PIXELS_MAX })
    .removeAlpha()
    .toColourspace('srgb')
    .resize(SHORTER_SIDE_PX, SHORTER_SIDE_PX, { fit: 'outside', withoutEnlargement: true })
  return new Uint8Array(await image.png({ compressionLevel: 6 }).toBuffer())
}
