import { createHash } from 'node:crypto'
import type { WorkflowGraph } from '@/lib/domain/workflow-graph'

/**
 * The id of a prompt: a UUID of version 8 from the SHA-256 of what it holds, pictures by their own hashes.
 * @param turn counts the prompts with the same content, from 0.
 */
export function promptIdFor(graph: WorkflowGraph, turn: number): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([graph, turn]))
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
