/** Makes requests that no page would ever send, the same ones for the same seed. */
export class Malformed {
  constructor(private state: number) {}

  /** 0 to 1. The generator `mulberry32` by Tommy Ettinger: small, and good enough to spread. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  pick<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)]
    if (chosen === undefined) throw new Error('An empty list has nothing to pick.')
    return chosen
  }

  text(): string {
    return this.pick([
      '',
      ' ',
      'a\0b',
      '\ud83d',
      'x'.repeat(this.pick([65, 2001, 20_000])),
      '../../etc/passwd',
      "'; drop table scenes; --",
      '__proto__',
      '$undefined',
      '{"a":1}',
      '<script>alert(1)</script>',
      '‮\u200b',
      '-1',
      '1e999',
      '%00%ff',
      'scn_01m82c8vj88agtmzz1pm22kbzp',
    ])
  }

  /** Any JSON, and `undefined` as React writes it. */
  value(depth = 0): unknown {
    const kind = this.below(depth > 3 ? 6 : 8)
    switch (kind) {
      case 0:
        return null
      case 1:
        return this.pick([0, -1, 1.5, 1e308, -1e308, 2 ** 53, 2 ** 31])
      case 2:
        return this.next() < 0.5
      case 3:
        return undefined
      case 6:
        return Array.from({ length: this.below(4) }, () => this.value(depth + 1))
      case 7:
        return Object.fromEntries(Array.from({ length: this.below(4) }, () => [this.text(), this.value(depth + 1)]))
      default:
        return this.text()
    }
  }

  /** A valid value with one place in it spoilt: gets past the outer checks. */
  spoil(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.next() < 0.1) return this.value()
    const keys = Object.keys(value)
    if (keys.length === 0) return this.value()
    const key = this.pick(keys)
    if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? this.spoil(item) : item))
    const entries = Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
      if (name !== key) return [[name, each]]
      const choice = this.next()
      if (choice < 0.1) return []
      return choice < 0.2
        ? [
            [name, each],
            [this.text(), this.value()],
          ]
        : [[name, this.spoil(each)]]
    })
    return Object.fromEntries(entries)
  }

  /** A file with bits flipped, cut short, grown, or with another's beginning. */
  file(files: readonly Uint8Array[]): Uint8Array {
    const bytes = new Uint8Array(this.pick(files))
    const flips = this.below(20)
    for (let i = 0; i < flips && bytes.length > 0; i++) bytes[this.below(bytes.length)] = this.below(256)
    switch (this.below(5)) {
      case 0:
        return bytes.slice(0, this.below(bytes.length + 1))
      case 1:
        return new Uint8Array([...bytes, ...new Uint8Array(this.below(5000))])
      case 2:
        return new Uint8Array([...this.pick(files).slice(0, 24), ...bytes])
      default:
        return bytes
    }
  }

  /** A part of an address. */
  segment(): string {
    const text = this.pick([
      encodeURIComponent(Buffer.from(this.text().slice(0, 3000)).toString()),
      '%',
      '%zz',
      '%E0%A4%A',
      '..',
      '%2e%2e%2f',
      '[x]',
      'gen_',
      '%00',
      '.',
      '%F0%9F',
    ])
    return text || 'x'
  }

  /** A body that is no valid reply of React's: cut, nested deep, with references that lead nowhere or to themselves. */
  reply(valid: string): string {
    return this.pick([
      '',
      '[',
      'null',
      '{}',
      '"$K1"',
      '["$1"]',
      '["$@0"]',
      '["$F1"]',
      '["$Q1","$W1","$i1"]',
      '["$n99999999999999999999"]',
      '["$Dnever"]',
      '["$K1","$B2"]',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      valid.slice(0, this.below(valid.length + 1)),
      `${valid}x`,
      JSON.stringify(Array.from({ length: 2000 }, () => 'x')),
    ])
  }
}
