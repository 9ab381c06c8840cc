import { Buffer } from 'node:buffer'
import type { Texture, TextureInfo } from '@gltf-transform/core'
import sharp from 'sharp'
import { EngineError } from '../../contract'
import type { StudioTexture } from '../studio-scene'

/** A picture of at most 1536 pixels shows no more than this; larger textures are reduced when they are read. */
const SIDE_MAX = 2048
/** What all textures of a model may take in memory, in pixels of four bytes, before they are reduced further. */
const PIXELS_SUM_MAX = 128 * 1024 * 1024

const CLAMP = 33071
const MIRROR = 33648
const wrapOf = (mode: number): StudioTexture['wrapS'] => (mode === CLAMP ? 'clamp' : mode === MIRROR ? 'mirror' : 'repeat')

type Request = { texture: Texture; srgb: boolean; wrapS: StudioTexture['wrapS']; wrapT: StudioTexture['wrapT'] }

/** Collects the textures that materials use and decodes each once for each way in which it is read. */
export class TextureStore {
  readonly #requests: Request[] = []

  constructor(readonly modelName: string) {}

  /** Returns the number that the texture will have. */
  add(texture: Texture, info: TextureInfo | null, srgb: boolean): number {
    const request: Request = { texture, srgb, wrapS: wrapOf(info?.getWrapS() ?? 0), wrapT: wrapOf(info?.getWrapT() ?? 0) }
    const same = (r: Request) => r.texture === texture && r.srgb === srgb && r.wrapS === request.wrapS && r.wrapT === request.wrapT
    const known = this.#requests.findIndex(same)
    return known >= 0 ? known : this.#requests.push(request) - 1
  }

  /** @throws EngineError `unsupported` when a picture cannot be decoded: a surface without its texture would be wrong in silence. */
  async load(): Promise<StudioTexture[]> {
    const distinct = new Set(this.#requests.map((request) => request.texture))
    const sideMax = Math.min(SIDE_MAX, Math.floor(Math.sqrt(PIXELS_SUM_MAX / Math.max(1, distinct.size))))
    const decoded = new Map<Texture, Promise<Pick<StudioTexture, 'width' | 'height' | 'data'>>>()
    for (const texture of distinct) decoded.set(texture, this.#decode(texture, sideMax))
    await Promise.all(decoded.values())
    return Promise.all(
      this.#requests.map(async ({ texture, srgb, wrapS, wrapT }) => {
        const image = await decoded.get(texture)
        if (!image) throw new Error('A texture was not decoded.')
        return { ...image, srgb, wrapS, wrapT }
      }),
    )
  }

  async #decode(texture: Texture, sideMax: number): Promise<Pick<StudioTexture, 'width' | 'height' | 'data'>> {
    try {
      const bytes = texture.getImage()
      if (!bytes) throw new Error('The texture has no image.')
      const { data, info } = await sharp(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
        .resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .ensureAlpha()
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
    } catch (cause) {
      throw new EngineError('unsupported', `A texture of the model "${this.modelName}" cannot be read. Import the model again and try again.`, { cause })
    }
  }
}
