/**
 * The denoising network's layers, in AssemblyScript with SIMD over shared memory. Tensors lie in blocks of eight channels:
 * [channels / 8][height + 2][width + 2][8 floats], with a border of zeros that spares the convolution all edge tests. Every
 * function works on the rows y0 to y1 of its output, so threads share a layer by rows and results do not depend on how.
 */
const PIXEL: usize = 32

/**
 * 3×3 convolution, bias and ReLU. Inputs may be several tensors: `blocks` lists the address of each block of eight channels.
 * Six pixels by eight output channels stay in registers. The width is at least six; the last group of a row overlaps its neighbour.
 */
export function convolve(blocks: usize, blockCount: i32, width: i32, weights: usize, bias: usize, out: usize, outPlane: usize, outBlocks: i32, y0: i32, y1: i32): void {
  const stride: usize = <usize>(width + 2) * PIXEL
  const weightsOfBlock: usize = <usize>blockCount * 9 * 8 * PIXEL
  const zero = f32x4.splat(0)
  for (let y = y0; y < y1; y++) {
    for (let o = 0; o < outBlocks; o++) {
      const low = v128.load(bias + <usize>o * PIXEL)
      const high = v128.load(bias + <usize>o * PIXEL, 16)
      const outRow = out + <usize>o * outPlane + <usize>(y + 1) * stride + PIXEL
      let x = 0
      while (x < width) {
        if (x > width - 6) x = width - 6
        let a0 = low
        let a1 = low
        let a2 = low
        let a3 = low
        let a4 = low
        let a5 = low
        let b0 = high
        let b1 = high
        let b2 = high
        let b3 = high
        let b4 = high
        let b5 = high
        let w = weights + <usize>o * weightsOfBlock
        const offset = <usize>y * stride + <usize>x * PIXEL
        for (let b = 0; b < blockCount; b++) {
          const base = <usize>load<u32>(blocks + <usize>b * 4) + offset
          for (let tap = 0; tap < 9; tap++) {
            let p = base + <usize>(tap / 3) * stride + <usize>(tap % 3) * PIXEL
            const end = p + PIXEL
            while (p < end) {
              const u = v128.load(w)
              const v = v128.load(w, 16)
              let i = v128.load32_splat(p)
              a0 = f32x4.add(a0, f32x4.mul(u, i))
              b0 = f32x4.add(b0, f32x4.mul(v, i))
              i = v128.load32_splat(p, 32)
              a1 = f32x4.add(a1, f32x4.mul(u, i))
              b1 = f32x4.add(b1, f32x4.mul(v, i))
              i = v128.load32_splat(p, 64)
              a2 = f32x4.add(a2, f32x4.mul(u, i))
              b2 = f32x4.add(b2, f32x4.mul(v, i))
              i = v128.load32_splat(p, 96)
              a3 = f32x4.add(a3, f32x4.mul(u, i))
              b3 = f32x4.add(b3, f32x4.mul(v, i))
              i = v128.load32_splat(p, 128)
              a4 = f32x4.add(a4, f32x4.mul(u, i))
              b4 = f32x4.add(b4, f32x4.mul(v, i))
              i = v128.load32_splat(p, 160)
              a5 = f32x4.add(a5, f32x4.mul(u, i))
              b5 = f32x4.add(b5, f32x4.mul(v, i))
              w += PIXEL
              p += 4
            }
          }
        }
        const q = outRow + <usize>x * PIXEL
        v128.store(q, f32x4.pmax(zero, a0), 0)
        v128.store(q, f32x4.pmax(zero, b0), 16)
        v128.store(q, f32x4.pmax(zero, a1), 32)
        v128.store(q, f32x4.pmax(zero, b1), 48)
        v128.store(q, f32x4.pmax(zero, a2), 64)
        v128.store(q, f32x4.pmax(zero, b2), 80)
        v128.store(q, f32x4.pmax(zero, a3), 96)
        v128.store(q, f32x4.pmax(zero, b3), 112)
        v128.store(q, f32x4.pmax(zero, a4), 128)
        v128.store(q, f32x4.pmax(zero, b4), 144)
        v128.store(q, f32x4.pmax(zero, a5), 160)
        v128.store(q, f32x4.pmax(zero, b5), 176)
        x += 6
      }
    }
  }
}

/** Largest of each 2×2 square. `width` is the output's. */
export function pool(input: usize, inputPlane: usize, width: i32, out: usize, outPlane: usize, blockCount: i32, y0: i32, y1: i32): void {
  const inStride = <usize>(2 * width + 2) * PIXEL
  const outStride = <usize>(width + 2) * PIXEL
  for (let b = 0; b < blockCount; b++) {
    for (let y = y0; y < y1; y++) {
      let i = input + <usize>b * inputPlane + <usize>(2 * y + 1) * inStride + PIXEL
      let o = out + <usize>b * outPlane + <usize>(y + 1) * outStride + PIXEL
      for (let x = 0; x < width; x++) {
        const below = i + inStride
        v128.store(o, f32x4.pmax(f32x4.pmax(v128.load(i), v128.load(i, 32)), f32x4.pmax(v128.load(below), v128.load(below, 32))))
        v128.store(o, f32x4.pmax(f32x4.pmax(v128.load(i, 16), v128.load(i, 48)), f32x4.pmax(v128.load(below, 16), v128.load(below, 48))), 16)
        i += 64
        o += 32
      }
    }
  }
}

/** Doubles both sides by repeating each pixel. `width` is the output's. */
export function upsample(input: usize, inputPlane: usize, width: i32, out: usize, outPlane: usize, blockCount: i32, y0: i32, y1: i32): void {
  const inStride = <usize>(width / 2 + 2) * PIXEL
  const outStride = <usize>(width + 2) * PIXEL
  for (let b = 0; b < blockCount; b++) {
    for (let y = y0; y < y1; y++) {
      let i = input + <usize>b * inputPlane + <usize>((y >> 1) + 1) * inStride + PIXEL
      let o = out + <usize>b * outPlane + <usize>(y + 1) * outStride + PIXEL
      for (let x = 0; x < width; x += 2) {
        const low = v128.load(i)
        const high = v128.load(i, 16)
        v128.store(o, low)
        v128.store(o, high, 16)
        v128.store(o, low, 32)
        v128.store(o, high, 48)
        i += 32
        o += 64
      }
    }
  }
}

/** Zeros the left and right border of rows y0 to y1, and the whole border row above the first and below the last. */
export function clearBorder(out: usize, outPlane: usize, width: i32, height: i32, blockCount: i32, y0: i32, y1: i32): void {
  const stride = <usize>(width + 2) * PIXEL
  for (let b = 0; b < blockCount; b++) {
    const plane = out + <usize>b * outPlane
    if (y0 == 0) memory.fill(plane, 0, stride)
    if (y1 == height) memory.fill(plane + <usize>(height + 1) * stride, 0, stride)
    for (let y = y0; y < y1; y++) {
      const row = plane + <usize>(y + 1) * stride
      memory.fill(row, 0, PIXEL)
      memory.fill(row + <usize>(width + 1) * PIXEL, 0, PIXEL)
    }
  }
}
