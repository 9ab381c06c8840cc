/**
 * For each pixel the square of the distance, in pixels, to the nearest pixel that is set; infinite where none is. Exact, in linear
 * time, a row and a column at a time: P. Felzenszwalb and D. Huttenlocher, "Distance Transforms of Sampled Functions", Theory of
 * Computing 8 (2012).
 */
export function squaredDistances(set: Uint8Array, width: number, height: number): Float64Array {
  const squares = Float64Array.from(set, (value) => (value > 0 ? 0 : Infinity))
  const envelope = new Envelope(Math.max(width, height))
  for (let x = 0; x < width; x++) envelope.transform(squares, x, width, height)
  for (let y = 0; y < height; y++) envelope.transform(squares, y * width, 1, width)
  return squares
}

/** The lower envelope of the parabolas that stand on the pixels of one line. */
class Envelope {
  readonly #values: Float64Array
  readonly #centres: Int32Array
  readonly #from: Float64Array

  constructor(length: number) {
    this.#values = new Float64Array(length)
    this.#centres = new Int32Array(length)
    this.#from = new Float64Array(length + 1)
  }

  /** Replaces `count` values that begin at `first` and lie `step` apart. */
  transform(squares: Float64Array, first: number, step: number, count: number): void {
    const values = this.#values
    for (let q = 0; q < count; q++) values[q] = squares[first + q * step] ?? Infinity
    const parabolas = this.#build(count)
    if (parabolas === 0) return
    for (let q = 0, k = 0; q < count; q++) {
      while (k + 1 < parabolas && (this.#from[k + 1] ?? Infinity) < q) k++
      const centre = this.#centres[k] ?? 0
      squares[first + q * step] = (q - centre) ** 2 + (values[centre] ?? Infinity)
    }
  }

  /** @returns how many parabolas the envelope has; those that stand infinitely high are left out. */
  #build(count: number): number {
    let last = -1
    for (let q = 0; q < count; q++) {
      const height = this.#values[q] ?? Infinity
      if (height === Infinity) continue
      let meets = -Infinity
      for (; last >= 0; last--) {
        const centre = this.#centres[last] ?? 0
        meets = (height + q * q - ((this.#values[centre] ?? 0) + centre * centre)) / (2 * (q - centre))
        if (meets > (this.#from[last] ?? -Infinity)) break
      }
      last++
      this.#centres[last] = q
      this.#from[last] = last === 0 ? -Infinity : meets
    }
    return last + 1
  }
}
