import type { Weights } from './weights'

/** The U-Net of Open Image Denoise. Both model sizes have these layers and differ in channels alone. */
type Layer = { kind: 'convolve' | 'pool' | 'upsample'; name: string; from: readonly string[] }

const LAYERS: readonly Layer[] = [
  { kind: 'convolve', name: 'enc_conv0', from: ['input'] },
  { kind: 'convolve', name: 'enc_conv1', from: ['enc_conv0'] },
  { kind: 'pool', name: 'pool1', from: ['enc_conv1'] },
  { kind: 'convolve', name: 'enc_conv2', from: ['pool1'] },
  { kind: 'pool', name: 'pool2', from: ['enc_conv2'] },
  { kind: 'convolve', name: 'enc_conv3', from: ['pool2'] },
  { kind: 'pool', name: 'pool3', from: ['enc_conv3'] },
  { kind: 'convolve', name: 'enc_conv4', from: ['pool3'] },
  { kind: 'pool', name: 'pool4', from: ['enc_conv4'] },
  { kind: 'convolve', name: 'enc_conv5a', from: ['pool4'] },
  { kind: 'convolve', name: 'enc_conv5b', from: ['enc_conv5a'] },
  { kind: 'upsample', name: 'up4', from: ['enc_conv5b'] },
  { kind: 'convolve', name: 'dec_conv4a', from: ['up4', 'pool3'] },
  { kind: 'convolve', name: 'dec_conv4b', from: ['dec_conv4a'] },
  { kind: 'upsample', name: 'up3', from: ['dec_conv4b'] },
  { kind: 'convolve', name: 'dec_conv3a', from: ['up3', 'pool2'] },
  { kind: 'convolve', name: 'dec_conv3b', from: ['dec_conv3a'] },
  { kind: 'upsample', name: 'up2', from: ['dec_conv3b'] },
  { kind: 'convolve', name: 'dec_conv2a', from: ['up2', 'pool1'] },
  { kind: 'convolve', name: 'dec_conv2b', from: ['dec_conv2a'] },
  { kind: 'upsample', name: 'up1', from: ['dec_conv2b'] },
  { kind: 'convolve', name: 'dec_conv1a', from: ['up1', 'input'] },
  { kind: 'convolve', name: 'dec_conv1b', from: ['dec_conv1a'] },
  { kind: 'convolve', name: 'dec_conv0', from: ['dec_conv1b'] },
]
const OUTPUT = 'dec_conv0'
export const INPUT_CHANNELS = 9
/** Both sides are halved four times; the narrowest layer must still be six pixels wide for the kernel. */
export const SIDE_MULTIPLE = 16
export const WIDTH_MIN = 96

/** One kernel call, in byte addresses of the shared memory. Plain data: it is posted to the threads. */
export type Operation = {
  kind: Layer['kind']
  width: number
  height: number
  /** For `convolve` the address of a table of input blocks, else the input tensor. */
  input: number
  inputPlane: number
  inputBlocks: number
  output: number
  outputPlane: number
  outputBlocks: number
  weights: number
  bias: number
}

export type Network = {
  operations: Operation[]
  bytes: number
  input: number
  output: number
  /** Copies weights and address tables into the memory that the operations run on. */
  install: (memory: ArrayBufferLike) => void
}

type Shape = { channels: number; width: number; height: number }
const blocksOf = (channels: number): number => (channels + 7) >> 3
const planeBytes = (s: Shape): number => (s.width + 2) * (s.height + 2) * 32
const tensorBytes = (s: Shape): number => blocksOf(s.channels) * planeBytes(s)
const align = (n: number): number => (n + 255) & ~255

/** Lays all layers out in one memory, reusing the space of tensors that no later layer reads. */
export function planNetwork(weights: Weights, width: number, height: number): Network {
  const shapes = shapesOf(weights, width, height)
  const lastUse = new Map<string, number>()
  LAYERS.forEach((layer, i) => {
    for (const name of layer.from) lastUse.set(name, i)
  })
  const space = new Space()
  const at = new Map<string, number>([['input', space.take(tensorBytes(shape(shapes, 'input')))]])
  const operations: Operation[] = []
  const installs: { address: number; values: Float32Array | Uint32Array }[] = []
  LAYERS.forEach((layer, i) => {
    const out = shape(shapes, layer.name)
    const output = space.take(tensorBytes(out))
    at.set(layer.name, output)
    const sources = layer.from.map((name) => ({ address: at.get(name) ?? 0, shape: shape(shapes, name) }))
    const [first] = sources
    if (!first) throw new Error(`The layer ${layer.name} has no input.`)
    operations.push({
      kind: layer.kind,
      width: out.width,
      height: out.height,
      input: first.address,
      inputPlane: planeBytes(first.shape),
      inputBlocks: sources.reduce((n, s) => n + blocksOf(s.shape.channels), 0),
      output,
      outputPlane: planeBytes(out),
      outputBlocks: blocksOf(out.channels),
      weights: 0,
      bias: 0,
    })
    for (const name of layer.from) if (lastUse.get(name) === i) space.release(at.get(name) ?? 0, tensorBytes(shape(shapes, name)))
    if (layer.kind === 'convolve') installs.push(...convolutionData(weights, layer.name, sources))
  })
  let top = space.top
  for (const block of installs) {
    block.address = top
    top += align(block.values.byteLength)
  }
  operations
    .filter((operation) => operation.kind === 'convolve')
    .forEach((operation, i) => {
      operation.input = installs[i * 3]?.address ?? 0
      operation.weights = installs[i * 3 + 1]?.address ?? 0
      operation.bias = installs[i * 3 + 2]?.address ?? 0
    })
  return {
    operations,
    bytes: top,
    input: at.get('input') ?? 0,
    output: at.get(OUTPUT) ?? 0,
    install: (memory) => {
      for (const { address, values } of installs) {
        if (values instanceof Uint32Array) new Uint32Array(memory, address, values.length).set(values)
        else new Float32Array(memory, address, values.length).set(values)
      }
    },
  }
}

function shapesOf(weights: Weights, width: number, height: number): Map<string, Shape> {
  const shapes = new Map<string, Shape>([['input', { channels: INPUT_CHANNELS, width, height }]])
  for (const { kind, name, from } of LAYERS) {
    const source = shape(shapes, from[0] ?? '')
    if (kind === 'convolve') shapes.set(name, { ...source, channels: tensor(weights, `${name}.weight`).dims[0] ?? 0 })
    else if (kind === 'pool') shapes.set(name, { ...source, width: source.width / 2, height: source.height / 2 })
    else shapes.set(name, { ...source, width: source.width * 2, height: source.height * 2 })
  }
  return shapes
}

/** Block addresses, weights as [out block][in block][tap][in channel][out channel], and biases of one convolution. */
function convolutionData(
  weights: Weights,
  name: string,
  sources: readonly { address: number; shape: Shape }[],
): { address: number; values: Float32Array | Uint32Array }[] {
  const addresses: number[] = []
  /** Which input channel of the network's weight a channel of a block is; −1 for the padding of the last block. */
  const channels: number[] = []
  let before = 0
  for (const source of sources) {
    const count = source.shape.channels
    for (let b = 0; b < blocksOf(count); b++) {
      addresses.push(source.address + b * planeBytes(source.shape))
      for (let c = b * 8; c < b * 8 + 8; c++) channels.push(c < count ? before + c : -1)
    }
    before += count
  }
  const weight = tensor(weights, `${name}.weight`)
  const [outChannels = 0, inChannels = 0] = weight.dims
  const outBlocks = blocksOf(outChannels)
  const values = new Float32Array(outBlocks * channels.length * 9 * 8)
  let at = 0
  for (let o = 0; o < outBlocks; o++) {
    for (let b = 0; b < addresses.length; b++) {
      for (let tap = 0; tap < 9; tap++) {
        for (let c = 0; c < 8; c++) {
          const from = channels[b * 8 + c] ?? -1
          for (let k = 0; k < 8; k++, at++) {
            const to = o * 8 + k
            if (from >= 0 && to < outChannels) values[at] = weight.data[(to * inChannels + from) * 9 + tap] ?? 0
          }
        }
      }
    }
  }
  const bias = new Float32Array(outBlocks * 8)
  bias.set(tensor(weights, `${name}.bias`).data)
  return [
    { address: 0, values: Uint32Array.from(addresses) },
    { address: 0, values },
    { address: 0, values: bias },
  ]
}

function tensor(weights: Weights, name: string) {
  const found = weights.get(name)
  if (!found) throw new Error(`The denoiser's weights lack ${name}.`)
  return found
}

function shape(shapes: ReadonlyMap<string, Shape>, name: string): Shape {
  const found = shapes.get(name)
  if (!found) throw new Error(`The layer ${name} is read before it is made.`)
  return found
}

/** First-fit allocator over one growing address range. The first page stays free for the compiler's own data. */
class Space {
  top = 65536
  #free: { start: number; size: number }[] = []

  take(bytes: number): number {
    const size = align(bytes)
    const gap = this.#free.filter((g) => g.size >= size).sort((a, b) => a.size - b.size)[0]
    if (!gap) {
      const start = this.top
      this.top += size
      return start
    }
    const { start } = gap
    gap.start += size
    gap.size -= size
    return start
  }

  release(start: number, bytes: number): void {
    this.#free.push({ start, size: align(bytes) })
    this.#free = this.#free.filter((g) => g.size > 0).sort((a, b) => a.start - b.start)
    for (let i = this.#free.length - 1; i > 0; i--) {
      const [left, right] = [this.#free[i - 1], this.#free[i]]
      if (left && right && left.start + left.size === right.start) {
        left.size += right.size
        this.#free.splice(i, 1)
      }
    }
  }
}
