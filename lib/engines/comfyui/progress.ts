import type { WorkflowGraph } from '@/lib/domain/workflow-graph'
import type { EngineProgress } from '../contract'
import type { SocketEvent } from './answers'
import type { Preview } from './socket'

/** Nodes that take nearly all the time, and say how far they are. */
const SAMPLERS = new Set(['KSampler', 'KSamplerAdvanced', 'SamplerCustom', 'SamplerCustomAdvanced'])
/** How much of the whole is sampling: reading models comes before it, and decoding after it. */
const SAMPLING = { from: 0.05, to: 0.95 }
/** The rate of the first steps says little, for the card is still warming up. */
const STEPS_UNTIL_RATE = 2

const STEP_WORDS: readonly [classes: RegExp, step: string][] = [
  [/Loader/, 'Loading models'],
  [/Encode|Conditioning|ControlNet|IPAdapter|LoadImage/, 'Reading prompt and pictures'],
  [/Decode|SaveImage|PreviewImage/, 'Finishing'],
]

/**
 * Turns what ComfyUI tells about a graph into progress from 0 to 1 that never goes back.
 * @param now in milliseconds, for tests.
 */
export function createProgress(graph: WorkflowGraph, report: (progress: EngineProgress) => void, now: () => number = Date.now) {
  const samplers = Math.max(1, Object.values(graph).filter((node) => SAMPLERS.has(node.class_type)).length)
  const done = new Set<string>()
  let last: EngineProgress = { fraction: null, step: 'Waiting for ComfyUI', remainingMs: null }
  let sampling: { node: string; since: number; at: number } | undefined

  const tell = (next: EngineProgress): void => {
    const fraction = next.fraction === null ? last.fraction : Math.max(last.fraction ?? 0, next.fraction)
    last = { fraction, step: next.step, remainingMs: next.remainingMs }
    report({ ...last, ...(next.preview ? { preview: next.preview } : {}) })
  }

  function sampled(node: string, value: number, max: number): void {
    if (sampling?.node !== node) {
      if (sampling) done.add(sampling.node)
      sampling = { node, since: now(), at: value }
    }
    const before = [...done].filter((id) => id !== node).length
    const share = Math.min(1, (Math.min(before, samplers - 1) + value / max) / samplers)
    const steps = value - sampling.at
    const remainingMs = steps >= STEPS_UNTIL_RATE && samplers === 1 ? Math.round(((now() - sampling.since) / steps) * (max - value)) : null
    tell({ fraction: SAMPLING.from + share * (SAMPLING.to - SAMPLING.from), step: `Step ${value} of ${max}`, remainingMs })
  }

  return {
    waiting(ahead: number): void {
      tell({ fraction: null, step: ahead > 0 ? `Waiting in ComfyUI, ${ahead} ahead` : 'Waiting in ComfyUI', remainingMs: null })
    },
    event({ type, data }: SocketEvent): void {
      if (type === 'progress' && typeof data.node === 'string' && SAMPLERS.has(graph[data.node]?.class_type ?? '')) {
        const { value, max } = data
        if (typeof value === 'number' && typeof max === 'number' && max > 0) sampled(data.node, value, max)
      } else if (type === 'executing' && typeof data.node === 'string') {
        const className = graph[data.node]?.class_type ?? ''
        const words = STEP_WORDS.find(([classes]) => classes.test(className))
        if (words) tell({ fraction: words[1] === 'Finishing' ? SAMPLING.to : 0, step: words[1], remainingMs: null })
      }
    },
    preview(preview: Preview): void {
      tell({ ...last, preview })
    },
  }
}
