import { describe, expect, it } from 'vitest'
import type { Film } from '../studio-scene'
import { denoise } from './index'
import { autoExposure, decode, encode } from './transfer'
import { checkHash, loadWeights, MODELS, parseTza, type Weights } from './weights'

const quiet = () => new AbortController().signal

/** A lit ball before a wall with known radiance, and noise of the kind that few samples leave. */
function makeFilm(width: number, height: number, noise: number): { film: Film; clean: Float32Array } {
  const clean = new Float32Array(width * height * 3)
  const film: Film = {
    width,
    height,
    samples: 4,
    color: new Float32Array(clean.length),
    albedo: new Float32Array(clean.length),
    normal: new Float32Array(clean.length),
  }
  let state = 7
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 4294967296
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [(2 * x) / width - 1, 1 - (2 * y) / height]
      const r2 = (u * u + v * v) / 0.36
      const normal = r2 < 1 ? [u / 0.6, v / 0.6, Math.sqrt(1 - r2)] : [0, 0, 1]
      const albedo = r2 < 1 ? [0.7, 0.25, 0.15] : [0.5, 0.5, 0.55]
      const light = 0.25 + 1.2 * Math.max(0, (normal[0] ?? 0) * -0.5 + (normal[1] ?? 0) * 0.6 + (normal[2] ?? 0) * 0.6)
      for (let c = 0; c < 3; c++) {
        const o = (y * width + x) * 3 + c
        clean[o] = (albedo[c] ?? 0) * light
        film.albedo[o] = albedo[c] ?? 0
        film.normal[o] = normal[c] ?? 0
        film.color[o] = (clean[o] ?? 0) * (1 + noise * (-Math.log(random()) - 1))
      }
    }
  }
  return { film, clean }
}

function rootMeanSquare(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2
  return Math.sqrt(sum / a.length)
}

type Image = { channels: number; width: number; height: number; data: Float32Array }

/** The network written as its definition says, one multiplication at a time. */
function plainNetwork(weights: Weights, input: Image): Image {
  const conv = (name: string, ...from: Image[]): Image => {
    const [w, b] = [weights.get(`${name}.weight`), weights.get(`${name}.bias`)]
    const [{ width, height } = { width: 0, height: 0 }] = from
    if (!w || !b) throw new Error(name)
    const planes = from.flatMap((image) => Array.from({ length: image.channels }, (_, c) => image.data.subarray(c * width * height, (c + 1) * width * height)))
    const channels = w.dims[0] ?? 0
    const data = new Float32Array(channels * width * height)
    for (let o = 0; o < channels; o++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          let sum = b.data[o] ?? 0
          planes.forEach((plane, i) => {
            for (let ky = -1; ky <= 1; ky++)
              for (let kx = -1; kx <= 1; kx++)
                if (y + ky >= 0 && y + ky < height && x + kx >= 0 && x + kx < width)
                  sum += (plane[(y + ky) * width + x + kx] ?? 0) * (w.data[(o * planes.length + i) * 9 + (ky + 1) * 3 + kx + 1] ?? 0)
          })
          data[(o * height + y) * width + x] = Math.max(0, sum)
        }
    return { channels, width, height, data }
  }
  const resize = (image: Image, width: number, height: number, pick: (at: (x: number, y: number) => number, x: number, y: number) => number): Image => {
    const data = new Float32Array(image.channels * width * height)
    for (let c = 0; c < image.channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) data[(c * height + y) * width + x] = pick((px, py) => image.data[(c * image.height + py) * image.width + px] ?? 0, x, y)
    return { ...image, width, height, data }
  }
  const pool = (i: Image) =>
    resize(i, i.width / 2, i.height / 2, (at, x, y) => Math.max(at(2 * x, 2 * y), at(2 * x + 1, 2 * y), at(2 * x, 2 * y + 1), at(2 * x + 1, 2 * y + 1)))
  const up = (i: Image) => resize(i, i.width * 2, i.height * 2, (at, x, y) => at(x >> 1, y >> 1))
  const p1 = pool(conv('enc_conv1', conv('enc_conv0', input)))
  const p2 = pool(conv('enc_conv2', p1))
  const p3 = pool(conv('enc_conv3', p2))
  const deep = conv('enc_conv5b', conv('enc_conv5a', pool(conv('enc_conv4', p3))))
  const d4 = conv('dec_conv4b', conv('dec_conv4a', up(deep), p3))
  const d3 = conv('dec_conv3b', conv('dec_conv3a', up(d4), p2))
  const d2 = conv('dec_conv2b', conv('dec_conv2a', up(d3), p1))
  return conv('dec_conv0', conv('dec_conv1b', conv('dec_conv1a', up(d2), input)))
}

describe('the denoiser', () => {
  it('computes the same as a plain implementation of the network', async () => {
    const { film } = makeFilm(96, 32, 0.6)
    const got = await denoise(film, { signal: quiet(), threads: 2, model: 'small' })
    const exposure = autoExposure(film.color, 96, 32)
    const input = new Float32Array(9 * 96 * 32)
    for (let i = 0; i < 96 * 32; i++)
      for (let c = 0; c < 3; c++) {
        input[c * 3072 + i] = encode((film.color[i * 3 + c] ?? 0) * exposure)
        input[(3 + c) * 3072 + i] = film.albedo[i * 3 + c] ?? 0
        input[(6 + c) * 3072 + i] = (film.normal[i * 3 + c] ?? 0) * 0.5 + 0.5
      }
    const wanted = plainNetwork(await loadWeights('small'), { channels: 9, width: 96, height: 32, data: input })
    const error = Math.max(...got.map((v, i) => Math.abs(v - decode(wanted.data[(i % 3) * 3072 + Math.floor(i / 3)] ?? 0) / exposure)))
    expect(error).toBeLessThan(1e-4)
  })

  it('brings a noisy picture at least five times nearer to the clean one', async () => {
    const { film, clean } = makeFilm(200, 150, 0.7)
    const before = rootMeanSquare(film.color, clean)
    for (const model of ['small', 'standard'] as const) {
      const after = rootMeanSquare(await denoise(film, { signal: quiet(), threads: 2, model }), clean)
      expect(after).toBeLessThan(before / 5)
    }
  })

  it('gives the same bytes with one, two and three threads', async () => {
    const { film } = makeFilm(130, 70, 0.5)
    const runs = await Promise.all([1, 2, 3].map((threads) => denoise(film, { signal: quiet(), threads, model: 'small' })))
    expect(Buffer.from(runs[1]?.buffer ?? []).equals(Buffer.from(runs[0]?.buffer ?? []))).toBe(true)
    expect(Buffer.from(runs[2]?.buffer ?? []).equals(Buffer.from(runs[0]?.buffer ?? []))).toBe(true)
  })

  it.each([
    [1, 1],
    [17, 40],
    [97, 33],
  ])('takes a picture of %i by %i', async (width, height) => {
    const { film, clean } = makeFilm(width, height, 0)
    const result = await denoise(film, { signal: quiet(), threads: 2, model: 'small' })
    expect(result).toHaveLength(width * height * 3)
    expect(rootMeanSquare(result, clean)).toBeLessThan(0.2)
  })

  it('shows no seam where a tall picture is cut into strips', async () => {
    // 2,400 columns leave room for 479 rows in a strip, so this one has two or more and its cut lies inside the ball.
    const { film, clean } = makeFilm(2400, 560, 0.4)
    const result = await denoise(film, { signal: quiet(), threads: 2, model: 'small' })
    expect(rootMeanSquare(result, clean)).toBeLessThan(0.03)
  })

  it('ends soon after an abort with the reason of the signal', async () => {
    const { film } = makeFilm(512, 512, 0.5)
    const controller = new AbortController()
    const run = denoise(film, { signal: controller.signal, threads: 2 })
    let abortedAt = 0
    setTimeout(() => {
      abortedAt = performance.now()
      controller.abort(new Error('stop'))
    }, 150)
    await expect(run).rejects.toThrow('stop')
    expect(performance.now() - abortedAt).toBeLessThan(1000)
  })

  it('survives values that are not numbers', async () => {
    const { film } = makeFilm(100, 40, 0.3)
    film.color[300] = Number.NaN
    film.color[600] = Number.POSITIVE_INFINITY
    film.color[900] = -5
    const result = await denoise(film, { signal: quiet(), threads: 1, model: 'small' })
    expect(result.every((v) => Number.isFinite(v) && v >= 0)).toBe(true)
  })
})

describe('its weights', () => {
  it('are refused when a byte differs from the tested file', () => {
    expect(() => checkHash(new Uint8Array([1, 2, 3]), MODELS.small.sha256, MODELS.small.file)).toThrow(/hash/)
  })

  it('are refused when the container is another format', () => {
    expect(() => parseTza(new Uint8Array(64))).toThrow(/TZA/)
  })
})

describe('its transfer curve', () => {
  it('comes back from encoding over the whole range of radiance', () => {
    for (const v of [1e-7, 1e-4, 0.03, 0.5, 1, 30, 2000]) expect(decode(encode(v)) / v).toBeCloseTo(1, 4)
    expect(encode(65504)).toBeCloseTo(1, 6)
  })
})
