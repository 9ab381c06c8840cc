import { EngineError } from '../contract'
import type { HistoryEntry, Refusal, RefusalReason } from './answers'
import { NODE_DEFINITIONS } from './node-definitions'

const REASON_LENGTH_MAX = 240
const OUT_OF_MEMORY = /out ?of ?memory|outofmemory|not enough memory/i
const MODEL_NOT_FOUND = /^(IPAdapter|ClipVision|LoRA|InsightFace)\b.*not found/i

/** The first line of somebody else's words, without the folders of their machine, cut to a length that fits a panel. */
export function plainReason(text: string): string {
  const line = text.trim().split('\n')[0] ?? ''
  return line
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][^\\/\s'":]+)+[\\/]([^\\/\s'":]+)/g, '$1')
    .slice(0, REASON_LENGTH_MAX)
    .trim()
    .replace(/[.!]+$/, '')
}

/** Why ComfyUI did not take a prompt, as one of our failures. */
export function fromRefusal(status: number, refusal: Refusal | null): EngineError {
  if (status === 401 || status === 403) return new EngineError('not_configured', 'ComfyUI does not let this installation in. Whoever runs it has to allow it.')
  if (status === 413) return new EngineError('unsupported', 'The pictures are too large for ComfyUI. Choose a smaller size.')
  if (status >= 500) return new EngineError('transient', 'ComfyUI has a problem.')
  if (!refusal) return new EngineError('unsupported', `ComfyUI does not take this request (${status}).`)
  const missingNode = nodeThatIsMissing(refusal.error)
  if (missingNode) return new EngineError('not_configured', lacksNode(missingNode))
  for (const node of Object.values(refusal.node_errors)) {
    const [reason] = node.errors
    if (reason) return fromNode(node.class_type, reason)
  }
  return new EngineError('unsupported', `ComfyUI does not take this workflow: ${plainReason(refusal.error.message)}.`)
}

/** Newer servers name the class beside the message, older ones in it alone. */
function nodeThatIsMissing({ type, message, extra_info: info }: RefusalReason): string | undefined {
  if (type === 'missing_node_type' && typeof info.class_type === 'string') return info.class_type
  return /node '?([\w .+-]+?)'? (?:does not exist|not found)/i.exec(message)?.[1]
}

function lacksNode(name: string): string {
  const extension = Object.hasOwn(NODE_DEFINITIONS, name) ? NODE_DEFINITIONS[name]?.extension : undefined
  return extension
    ? `ComfyUI lacks the extension ${extension}. Whoever runs it has to install it.`
    : `ComfyUI does not know the node ${plainReason(name)}. Whoever runs it has to bring it up to date, or install the extension with that node.`
}

function fromNode(className: string, { type, message, details, extra_info: info }: RefusalReason): EngineError {
  const [name, value] = [info.input_name, info.received_value].map((entry) => (typeof entry === 'string' ? entry : ''))
  const input = Object.hasOwn(NODE_DEFINITIONS, className) ? NODE_DEFINITIONS[className]?.inputs[name ?? ''] : undefined
  if (type === 'value_not_in_list' && input && 'value' in input && input.value === 'file') {
    return new EngineError('not_configured', `ComfyUI lacks the model ${plainReason(value ?? '')}. Whoever runs it puts it into models/${input.folder}.`)
  }
  if (className === 'LoadImage' && type === 'custom_validation_failed') return new EngineError('transient', 'ComfyUI lost the pictures that it was sent.')
  if (className === 'LoadImage' && type === 'required_input_missing')
    return new EngineError('unsupported', 'This workflow needs another reference. Add it and try again.')
  const about = plainReason(type === 'value_not_in_list' ? `${message}: ${name} ${value}` : `${message}${details ? `: ${details}` : ''}`)
  return new EngineError('unsupported', `ComfyUI does not take this workflow. ${plainReason(className)}: ${about}.`)
}

/** Why a prompt that ran did not end well, as one of our failures, or null when it did. */
export function fromHistory({ status }: HistoryEntry): EngineError | null {
  if (!status || status.status_str === 'success') return null
  const last = status.messages.findLast(([name]) => name === 'execution_error' || name === 'execution_interrupted')
  if (last?.[0] === 'execution_interrupted') return new EngineError('rejected', 'The image was stopped on the ComfyUI machine.')
  const text = (key: string): string => {
    const value = last?.[1][key]
    return typeof value === 'string' ? value : ''
  }
  const message = plainReason(text('exception_message'))
  if (OUT_OF_MEMORY.test(`${text('exception_type')} ${message}`)) {
    return new EngineError('unsupported', 'The graphics card of ComfyUI ran out of memory. Choose a smaller size, or a workflow with a smaller model.')
  }
  if (MODEL_NOT_FOUND.test(message)) return new EngineError('not_configured', `ComfyUI lacks a model: ${message}. Whoever runs it has to add it.`)
  const where = plainReason(text('node_type'))
  return new EngineError('unsupported', `ComfyUI stopped${where ? ` in ${where}` : ''}${message ? `: ${message}` : ''}.`)
}
