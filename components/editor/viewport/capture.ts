import { PerspectiveCamera, type Scene, SRGBColorSpace, type WebGLRenderer, WebGLRenderTarget } from 'three'
import { verticalFov } from '@/lib/scene/camera'
import { beginSpan } from './span'

const SAMPLES = 4

/**
 * Renders the frame at exact pixels, as the canvas shows it: same tone mapping, sRGB, antialiased, no helpers. The view on
 * the screen is not touched. Encoded as PNG.
 * @throws Error when the graphics card cannot draw that many pixels.
 */
export async function renderPicture(
  gl: WebGLRenderer,
  scene: Scene,
  view: PerspectiveCamera,
  fov: number,
  { width, height }: { width: number; height: number },
): Promise<Blob> {
  if (Math.max(width, height) > gl.capabilities.maxTextureSize) throw new Error('This size is more than the graphics card of this computer can draw.')
  const endSpan = beginSpan('maquette/snapshot')
  const camera = new PerspectiveCamera(verticalFov(fov, width / height), width / height, view.near, view.far)
  camera.position.copy(view.position)
  camera.quaternion.copy(view.quaternion)
  camera.updateMatrixWorld()

  const target = new WebGLRenderTarget(width, height, { samples: SAMPLES })
  target.texture.colorSpace = SRGBColorSpace
  // Without a name three would resolve its RGBA8 samples into an sRGB texture, which WebGL refuses: the picture stays black.
  target.texture.internalFormat = 'RGBA8'
  // three maps tones and encodes sRGB only for the canvas and for targets with this mark; with it the pixels of the picture
  // go through the very same steps, in the same order, as those on the screen.
  Object.assign(target, { isXRRenderTarget: true })
  const before = gl.getRenderTarget()
  const pixels = new Uint8ClampedArray(width * height * 4)
  try {
    gl.setRenderTarget(target)
    gl.setClearColor(0x000000, 1)
    gl.clear()
    gl.render(scene, camera)
    gl.setRenderTarget(before)
    await gl.readRenderTargetPixelsAsync(target, 0, 0, width, height, pixels)
  } finally {
    gl.setRenderTarget(before)
    target.dispose()
  }
  const endEncoding = beginSpan('maquette/encoding')
  const png = await encodePng(flipRows(pixels, width, height), width, height)
  endEncoding()
  endSpan()
  return png
}

/** WebGL's first row is the lowest one. Alpha is set to opaque on the way: glass leaves its own behind. */
function flipRows(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(pixels.length)
  const stride = width * 4
  for (let y = 0; y < height; y++) out.set(pixels.subarray((height - 1 - y) * stride, (height - y) * stride), y * stride)
  for (let i = 3; i < out.length; i += 4) out[i] = 255
  return out
}

async function encodePng(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot encode a picture.')
  context.putImageData(new ImageData(pixels, width, height), 0, 0)
  return canvas.convertToBlob({ type: 'image/png' })
}
