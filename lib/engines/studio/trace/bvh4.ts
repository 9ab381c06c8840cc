import { BufferAttribute, BufferGeometry } from 'three'
import { CENTER, MeshBVH, SAH } from 'three-mesh-bvh'
import { BLOCK_BYTES, NODE_BYTES, SEE_THROUGH_BIT } from '../kernel/layout'

/** A four-wide BVH as the kernel walks it (see kernel/traverse.ts). */
export type Bvh4 = { nodes: ArrayBuffer; blocks: ArrayBuffer }

const LEAF_TARGET = 4
/** A leaf names its first block and up to eight blocks of four triangles. */
const LEAF_TRIANGLES_MAX = 32
/** Beyond this the surface area heuristic takes longer to build than it saves. */
const SAH_TRIANGLES_MAX = 1_000_000
const NODE_WORDS = NODE_BYTES / 4
const BLOCK_WORDS = BLOCK_BYTES / 4

/** A child while collapsing: a node of the binary tree, or a range of triangles cut from a leaf that is too large. */
type Child = { box: number; node: number } | { box: number; from: number; count: number }

/**
 * Builds the BVH over indexed triangles: three-mesh-bvh's binary tree, its grandchildren pulled up until every node has four
 * children. `seeThrough` marks triangles that shadow rays must look at closely. There must be at least one triangle.
 */
export function buildBvh4(positions: Float32Array, indices: Uint32Array, seeThrough: Uint8Array): Bvh4 {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  geometry.setIndex(new BufferAttribute(indices, 1))
  const triangles = indices.length / 3
  // Indirect: the index stays as it is and the tree keeps its own order of triangles.
  const bvh = new MeshBVH(geometry, { strategy: triangles <= SAH_TRIANGLES_MAX ? SAH : CENTER, targetLeafSize: LEAF_TARGET, indirect: true })
  const { roots, indirectBuffer } = MeshBVH.serialize(bvh, { cloneBuffers: false })
  const root = roots[0]
  if (root === undefined || !indirectBuffer) throw new Error('The BVH has no root.')
  return new Collapse(root, indirectBuffer, positions, indices, seeThrough).run()
}

class Collapse {
  readonly #floats: Float32Array
  readonly #words: Uint32Array
  readonly #halves: Uint16Array
  readonly #nodes: GrowingWords = new GrowingWords(NODE_WORDS)
  readonly #blocks: GrowingWords = new GrowingWords(BLOCK_WORDS)

  constructor(
    root: ArrayBuffer,
    readonly order: ArrayLike<number>,
    readonly positions: Float32Array,
    readonly indices: Uint32Array,
    readonly seeThrough: Uint8Array,
  ) {
    this.#floats = new Float32Array(root)
    this.#words = new Uint32Array(root)
    this.#halves = new Uint16Array(root)
  }

  run(): Bvh4 {
    this.#write([this.#expand({ box: 0, node: 0 })].flat())
    return { nodes: this.#nodes.take(), blocks: this.#blocks.take() }
  }

  /** three-mesh-bvh's packed node: six floats of bounds, then either the leaf's offset and count or the right child. */
  #isLeaf(node: number): boolean {
    return this.#halves[node * 2 + 15] === 0xffff
  }

  /** Replaces the child by its own children, or cuts a large leaf in two; a small leaf stays. */
  #expand(child: Child): Child[] {
    if ('node' in child) {
      const { node } = child
      if (!this.#isLeaf(node)) {
        const right = node + (this.#words[node + 6] ?? 0) * 8
        return [
          { box: node + 8, node: node + 8 },
          { box: right, node: right },
        ]
      }
      return this.#expand({ box: node, from: this.#words[node + 6] ?? 0, count: this.#halves[node * 2 + 14] ?? 0 })
    }
    if (child.count <= LEAF_TRIANGLES_MAX) return [child]
    const half = Math.ceil(child.count / 2)
    return [
      { box: child.box, from: child.from, count: half },
      { box: child.box, from: child.from + half, count: child.count - half },
    ]
  }

  #area(child: Child): number {
    const f = this.#floats
    const at = (k: number) => f[child.box + k] ?? 0
    const [x, y, z] = [at(3) - at(0), at(4) - at(1), at(5) - at(2)]
    return x * y + y * z + z * x
  }

  /** Writes a node for these children, pulled up to four, and everything below. Returns its number. */
  #write(start: Child[]): number {
    const children = [...start]
    while (children.length < 4) {
      let widest = -1
      let area = -1
      children.forEach((child, i) => {
        const own = this.#area(child)
        if (own > area && this.#expand(child).length > 1) {
          widest = i
          area = own
        }
      })
      const child = children[widest]
      if (child === undefined) break
      children.splice(widest, 1, ...this.#expand(child))
    }
    const number = this.#nodes.add()
    const links = children.map((child) => {
      const inner = this.#expand(child)
      const [only] = inner
      return inner.length === 1 && only !== undefined && 'from' in only ? this.#leaf(only.from, only.count) : this.#write(inner)
    })
    const at = number * NODE_WORDS
    for (let lane = 0; lane < 4; lane++) {
      const child = children[lane]
      // An absent child is a box turned inside out, which no ray hits.
      for (let k = 0; k < 6; k++) this.#nodes.floats[at + k * 4 + lane] = child ? (this.#floats[child.box + k] ?? 0) : k < 3 ? Infinity : -Infinity
      this.#nodes.ints[at + 24 + lane] = links[lane] ?? -1
    }
    return number
  }

  #leaf(from: number, count: number): number {
    const blocks = Math.ceil(count / 4)
    let first = -1
    for (let b = 0; b < blocks; b++) {
      const block = this.#blocks.add()
      if (b === 0) first = block
      for (let lane = 0; lane < Math.min(4, count - b * 4); lane++) this.#triangle(block * BLOCK_WORDS + lane, this.order[from + b * 4 + lane] ?? 0)
    }
    return ~((first << 3) | (blocks - 1))
  }

  /** Lanes without a triangle stay zero: their determinant is 0, so nothing hits them. */
  #triangle(at: number, triangle: number): void {
    const { floats, ints } = this.#blocks
    const corner = (k: number) => (this.indices[triangle * 3 + k] ?? 0) * 3
    const [a, b, c] = [corner(0), corner(1), corner(2)]
    for (let k = 0; k < 3; k++) {
      const v = this.positions[a + k] ?? 0
      floats[at + k * 4] = v
      floats[at + (3 + k) * 4] = (this.positions[b + k] ?? 0) - v
      floats[at + (6 + k) * 4] = (this.positions[c + k] ?? 0) - v
    }
    ints[at + 36] = triangle | (this.seeThrough[triangle] ? SEE_THROUGH_BIT : 0)
  }
}

/** Records of a fixed number of words in a buffer that doubles. */
class GrowingWords {
  floats: Float32Array
  ints: Int32Array
  #count = 0

  constructor(readonly wordsPerRecord: number) {
    this.floats = new Float32Array(256 * wordsPerRecord)
    this.ints = new Int32Array(this.floats.buffer)
  }

  add(): number {
    const number = this.#count++
    if (this.#count * this.wordsPerRecord > this.floats.length) {
      const larger = new Float32Array(this.floats.length * 2)
      larger.set(this.floats)
      this.floats = larger
      this.ints = new Int32Array(larger.buffer)
    }
    return number
  }

  take(): ArrayBuffer {
    return this.floats.buffer.slice(0, this.#count * this.wordsPerRecord * 4) as ArrayBuffer
  }
}
