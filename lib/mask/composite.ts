/**
 * Two pictures of one size as one: `changed` where the mask is 255, `base` to the byte where it is 0, mixed in between.
 * @param base 8-bit samples, `channels` a pixel, as are those of `changed`.
 * @param mask one byte a pixel.
 * @throws Error when the sizes do not fit each other.
 */
export function composite(base: Uint8Array, changed: Uint8Array, mask: Uint8Array, channels: number): Uint8Array {
  if (base.length !== mask.length * channels || changed.length !== base.length) throw new Error('The pictures and the mask differ in size.')
  const mixed = new Uint8Array(base)
  mask.forEach((weight, i) => {
    if (weight === 0) return
    for (let at = i * channels; at < (i + 1) * channels; at++) {
      const before = base[at] ?? 0
      mixed[at] = before + Math.round((((changed[at] ?? 0) - before) * weight) / 255)
    }
  })
  return mixed
}
