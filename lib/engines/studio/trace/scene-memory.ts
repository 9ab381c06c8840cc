import { EngineError } from '../../contract'
import {
  FILM_WORDS,
  P_BACKGROUND,
  P_BLOCKS,
  P_BOUNCES,
  P_CAMERA,
  P_CLAMP_DIRECT,
  P_CLAMP_INDIRECT,
  P_COLORS,
  P_EMITTER_CENTRE,
  P_EMITTER_COUNT,
  P_EMITTER_POWER,
  P_EMITTER_RADIUS_SQ,
  P_EMITTERS,
  P_ENVIRONMENT,
  P_ENVIRONMENT_ALIAS,
  P_ENVIRONMENT_HEIGHT,
  P_ENVIRONMENT_TURN,
  P_ENVIRONMENT_WIDTH,
  P_FILM,
  P_FOCUS,
  P_FORWARD,
  P_GRADIENT,
  P_GRADIENT_FROM,
  P_GRADIENT_STEPS,
  P_HEIGHT,
  P_LENS_RADIUS,
  P_LIGHT_COUNT,
  P_LIGHTS,
  P_MATERIALS,
  P_NODES,
  P_NORMALS,
  P_POSITIONS,
  P_RIGHT,
  P_SEED,
  P_SRGB,
  P_TABLES,
  P_TANGENTS,
  P_TEXTURES,
  P_TRIANGLE_COUNT,
  P_TRIANGLES,
  P_UP,
  P_UV0,
  P_UV1,
  P_WIDTH,
  PARAMS_WORDS,
  PASS_WORDS,
  SCRATCH_WEIGHTS,
  TEXTURE_WORDS,
} from '../kernel/layout'
import type { StudioScene, StudioTexture } from '../studio-scene'
import type { Bvh4 } from './bvh4'
import { cameraAxes } from './camera-axes'
import type { FlatScene } from './flatten'
import { packEnvironment } from './pack-environment'
import { packGradient } from './pack-gradient'
import { packEmitters, packLights } from './pack-lights'
import { packMaterials } from './pack-materials'

export type SceneMemory = {
  memory: WebAssembly.Memory
  params: number
  /** One for each thread. */
  scratch: number[]
  film: number
  passes: number
}

export type SceneMemoryOptions = {
  width: number
  height: number
  seed: number
  bounces: number
  threads: number /** What the picture is: samples on film, or exact passes. */
  output: 'film' | 'passes'
}

const PAGE_BYTES = 65536
/** The module's own constants lie below. */
const START = 16 * PAGE_BYTES
const BYTES_MAX = 3 * 1024 ** 3
/** A sample brighter than white by these factors is held back: after the exposure it would be a white speck. */
const CLAMP_DIRECT = 64
const CLAMP_INDIRECT = 12

const WRAP = { repeat: 0, clamp: 1, mirror: 2 } as const

type View = Float32Array | Int32Array | Uint32Array | Uint8Array

/** Gives out addresses first, so that the memory can be made exactly large enough, then copies what was put there. */
class Arena {
  #top = START
  readonly #pending: Array<{ at: number; bytes: Uint8Array }> = []

  reserve(bytes: number): number {
    const at = this.#top
    this.#top = Math.ceil((at + bytes) / 64) * 64
    return at
  }

  put(data: ArrayBuffer | View): number {
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
    const at = this.reserve(bytes.byteLength)
    this.#pending.push({ at, bytes })
    return at
  }

  /** 0 stands for an array that is absent. */
  putIfAny(data: View | null): number {
    return data ? this.put(data) : 0
  }

  build(): WebAssembly.Memory {
    if (this.#top > BYTES_MAX)
      throw new EngineError('unsupported', 'This scene needs more memory than Studio can give it. Use fewer models or smaller textures and try again.')
    const pages = Math.ceil(this.#top / PAGE_BYTES)
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
    const target = new Uint8Array(memory.buffer)
    for (const { at, bytes } of this.#pending) target.set(bytes, at)
    return memory
  }
}

/**
 * Lays the whole scene out in one memory that all threads share.
 * @throws EngineError `unsupported` when it would not fit.
 */
export function buildSceneMemory(scene: StudioScene, flat: FlatScene, bvh: Bvh4, tables: Float32Array, options: SceneMemoryOptions): SceneMemory {
  const { width, height, threads } = options
  const arena = new Arena()
  const words = new Int32Array(PARAMS_WORDS)
  const floats = new Float32Array(words.buffer)
  const params = arena.put(words)

  const materials = packMaterials(scene.materials)
  // Before the triangles are copied: it writes their densities.
  const emitters = packEmitters(flat, materials)
  const lights = packLights(scene.lights)
  const environment = packEnvironment(scene.environment, scene.environmentIntensity)

  words[P_NODES] = arena.put(bvh.nodes)
  words[P_BLOCKS] = arena.put(bvh.blocks)
  words[P_TRIANGLES] = arena.put(flat.triangles)
  words[P_POSITIONS] = arena.put(flat.positions)
  words[P_NORMALS] = arena.put(flat.normals)
  words[P_UV0] = arena.putIfAny(flat.uv0)
  words[P_UV1] = arena.putIfAny(flat.uv1)
  words[P_TANGENTS] = arena.putIfAny(flat.tangents)
  words[P_COLORS] = arena.putIfAny(flat.colors)
  words[P_MATERIALS] = arena.put(materials)
  words[P_TEXTURES] = arena.put(packTextures(scene.textures, arena))
  words[P_ENVIRONMENT] = arena.put(environment.data)
  words[P_ENVIRONMENT_ALIAS] = arena.put(environment.alias)
  words[P_LIGHTS] = arena.put(lights.data)
  words[P_EMITTERS] = arena.put(emitters.data)
  words[P_SRGB] = arena.put(SRGB)
  words[P_TABLES] = arena.put(tables)
  const gradient = packGradient(scene)
  words[P_GRADIENT] = arena.put(gradient.colors)
  const film = options.output === 'film' ? arena.reserve(width * height * FILM_WORDS * 4) : 0
  const passes = options.output === 'passes' ? arena.reserve(width * height * PASS_WORDS * 4) : 0
  words[P_FILM] = film
  const scratch = Array.from({ length: threads }, () => arena.reserve(SCRATCH_WEIGHTS + (lights.count + 1) * 4))

  words[P_WIDTH] = width
  words[P_HEIGHT] = height
  words[P_SEED] = options.seed
  words[P_BOUNCES] = options.bounces
  words[P_TRIANGLE_COUNT] = flat.indices.length / 3
  words[P_LIGHT_COUNT] = lights.count
  words[P_EMITTER_COUNT] = emitters.count
  words[P_ENVIRONMENT_WIDTH] = environment.width
  words[P_ENVIRONMENT_HEIGHT] = environment.height
  words[P_BACKGROUND] = scene.background.kind === 'gradient' ? 1 : 0
  floats[P_ENVIRONMENT_TURN] = scene.environmentRotation / 360 - Math.floor(scene.environmentRotation / 360)
  const white = 2 ** -scene.exposure
  floats[P_CLAMP_DIRECT] = CLAMP_DIRECT * white
  floats[P_CLAMP_INDIRECT] = CLAMP_INDIRECT * white
  floats[P_GRADIENT_FROM] = gradient.from
  floats[P_GRADIENT_STEPS] = gradient.stepsPerHeight
  floats.set(emitters.centre, P_EMITTER_CENTRE)
  floats[P_EMITTER_RADIUS_SQ] = emitters.radiusSq
  floats[P_EMITTER_POWER] = emitters.power
  const axes = cameraAxes(scene.camera, width / height)
  floats.set(scene.camera.position, P_CAMERA)
  floats.set(axes.right, P_RIGHT)
  floats.set(axes.up, P_UP)
  floats.set(axes.forward, P_FORWARD)
  floats[P_LENS_RADIUS] = scene.camera.aperture / 2
  floats[P_FOCUS] = scene.camera.focusDistance
  return { memory: arena.build(), params, scratch, film, passes }
}

function packTextures(textures: readonly StudioTexture[], arena: Arena): Int32Array {
  const table = new Int32Array(Math.max(1, textures.length) * TEXTURE_WORDS)
  textures.forEach((texture, i) => {
    table.set([arena.put(texture.data), texture.width, texture.height, WRAP[texture.wrapS] + 4 * WRAP[texture.wrapT], texture.srgb ? 1 : 0], i * TEXTURE_WORDS)
  })
  return table
}

const SRGB = Float32Array.from({ length: 256 }, (_, i) => (i <= 10 ? i / 255 / 12.92 : ((i / 255 + 0.055) / 1.055) ** 2.4))
