import { AppError } from '@/lib/domain/errors'
import { assertModelFile, damaged, isGlb, JSON_BYTES_MAX, JSON_DEPTH_MAX, MODEL_BYTES_MAX, modelTooLarge, tooComplex, viewOf } from './limits'

/** A glTF file taken apart: its JSON, unchecked, and the binary chunk of a GLB. */
export type Container = { json: unknown; bin: Uint8Array | null }

const GLB_HEADER_BYTES = 12
const CHUNK_HEADER_BYTES = 8
const CHUNK_JSON = 0x4e4f534a
const CHUNK_BIN = 0x004e4942

/**
 * Takes a GLB or a glTF JSON file apart (glTF 2.0, section 4). Every declared length is compared with what is there
 * before anything is read by it.
 * @throws AppError
 */
export function openContainer(bytes: Uint8Array): Container {
  if (bytes.byteLength > MODEL_BYTES_MAX) throw modelTooLarge()
  assertModelFile(bytes)
  return isGlb(bytes) ? openGlb(bytes) : { json: parseJson(bytes), bin: null }
}

function openGlb(bytes: Uint8Array): Container {
  if (bytes.byteLength < GLB_HEADER_BYTES + CHUNK_HEADER_BYTES) throw damaged()
  const view = viewOf(bytes)
  const version = view.getUint32(4, true)
  if (version !== 2) throw oldVersion()
  const declared = view.getUint32(8, true)
  if (declared > bytes.byteLength) throw cutOff()

  const chunks = readChunks(bytes.subarray(0, declared))
  const [first, second] = chunks
  if (first?.type !== CHUNK_JSON) throw damaged()
  if (first.data.byteLength > JSON_BYTES_MAX) throw tooComplex('parts')
  return { json: parseJson(first.data), bin: second?.type === CHUNK_BIN ? second.data : null }
}

function readChunks(bytes: Uint8Array): { type: number; data: Uint8Array }[] {
  const view = viewOf(bytes)
  const chunks: { type: number; data: Uint8Array }[] = []
  let at = GLB_HEADER_BYTES
  while (at + CHUNK_HEADER_BYTES <= bytes.byteLength) {
    const start = at + CHUNK_HEADER_BYTES
    const end = start + view.getUint32(at, true)
    if (end > bytes.byteLength) throw cutOff()
    chunks.push({ type: view.getUint32(at + 4, true), data: bytes.subarray(start, end) })
    at = end
  }
  if (at !== bytes.byteLength) throw damaged()
  return chunks
}

const cutOff = (): AppError =>
  new AppError('invalid', 'This model file ends early: part of it is missing. Export or download it again and import the new file.')

export const oldVersion = (): AppError =>
  new AppError('unsupported', 'This model is not glTF 2.0, which is the only version that can be read. Export it again as glTF 2.0 (GLB) and import that file.')

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    assertShallow(text)
    return JSON.parse(text)
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  }
}

/** Counts brackets outside of strings, so that nothing nests so deep that reading it exhausts the stack. */
function assertShallow(text: string): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x22) {
      at = endOfString(text, at + 1)
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1
      if (depth > JSON_DEPTH_MAX) throw damaged()
    } else if (character === 0x5d || character === 0x7d) {
      depth -= 1
    }
  }
}

/** Where the closing quote of a string stands. Jumps from quote to quote: an embedded buffer is one string of megabytes. */
function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from)
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote === -1 ? text.length : quote
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1
  return backslashes % 2 === 1
}
