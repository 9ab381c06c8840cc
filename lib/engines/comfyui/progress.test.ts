import { expect, test } from 'vitest'
import type { WorkflowGraph } from '@/lib/domain/workflow-graph'
import type { EngineProgress } from '../contract'
import { createProgress } from './progress'

const node = (name: string): WorkflowGraph[string] => ({ class_type: name, inputs: {} })

function watch(graph: WorkflowGraph) {
  const seen: EngineProgress[] = []
  let nowMs = 0
  const progress = createProgress(
    graph,
    (next) => seen.push(next),
    () => nowMs,
  )
  return {
    seen,
    wait: (ms: number) => {
      nowMs += ms
    },
    executing: (id: string | null) => progress.event({ type: 'executing', data: { node: id } }),
    step: (id: string, value: number, max: number) => progress.event({ type: 'progress', data: { node: id, value, max } }),
    last: () => seen.at(-1),
  }
}

test('the time that is left follows the rate of the steps, once there is one', () => {
  const { step, wait, last } = watch({ sampler: node('KSampler') })
  step('sampler', 1, 11)
  expect(last()?.remainingMs).toBeNull()
  wait(1000)
  step('sampler', 2, 11)
  wait(1000)
  step('sampler', 3, 11)
  expect(last()).toMatchObject({ step: 'Step 3 of 11', remainingMs: 8000 })
})

test('two samplers share the way, and the second does not go back to the start', () => {
  const { step, seen } = watch({ first: node('KSampler'), second: node('SamplerCustomAdvanced') })
  for (const id of ['first', 'second']) for (let value = 1; value <= 4; value++) step(id, value, 4)
  const fractions = seen.map(({ fraction }) => fraction ?? 0)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  expect(fractions[3]).toBeCloseTo(0.5)
  expect(fractions[7]).toBeCloseTo(0.95)
})

test('other nodes that count, such as one that decodes in tiles, are no steps', () => {
  const { step, executing, seen } = watch({ decode: node('VAEDecodeTiled') })
  step('decode', 1, 64)
  expect(seen).toEqual([])
  executing('decode')
  expect(seen).toEqual([{ fraction: 0.95, step: 'Finishing', remainingMs: null }])
})

test('the end of a prompt and nodes without words of their own say nothing', () => {
  const { executing, seen } = watch({ norm: node('CFGNorm') })
  executing('norm')
  executing(null)
  expect(seen).toEqual([])
})
