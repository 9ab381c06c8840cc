import { isLink, type NodeInput, type WorkflowGraph } from '@/lib/domain/workflow-graph'
import { type InputDefinition, NODE_DEFINITIONS, type NodeDefinition } from './node-definitions'

/**
 * What ComfyUI would refuse in a graph, one sentence each; none for a sound one. Nodes without a recorded definition are
 * trusted for their inputs and outputs: links to them only have to lead somewhere.
 */
export function graphProblems(graph: WorkflowGraph, definitions: Readonly<Record<string, NodeDefinition>> = NODE_DEFINITIONS): string[] {
  const problems: string[] = []
  for (const [id, node] of Object.entries(graph)) {
    const definition = Object.hasOwn(definitions, node.class_type) ? definitions[node.class_type] : undefined
    const where = `Node ${id} (${node.class_type})`
    for (const [name, input] of Object.entries(definition?.inputs ?? {})) {
      if (!input.optional && !Object.hasOwn(node.inputs, name)) problems.push(`${where} lacks its input ${name}.`)
    }
    for (const [name, value] of Object.entries(node.inputs)) {
      const input = definition && Object.hasOwn(definition.inputs, name) ? definition.inputs[name] : undefined
      if (definition && !input) problems.push(`${where} has no input ${name}.`)
      const problem = isLink(value) ? linkProblem(graph, definitions, value, input) : input && valueProblem(value, input)
      if (problem) problems.push(`${where}, input ${name}: ${problem}`)
    }
  }
  const round = findCircle(graph)
  if (round) problems.push(`Node ${round} reads its own output in a circle.`)
  return problems
}

function linkProblem(
  graph: WorkflowGraph,
  definitions: Readonly<Record<string, NodeDefinition>>,
  [from, output]: readonly [string, number],
  input: InputDefinition | undefined,
): string | undefined {
  const source = Object.hasOwn(graph, from) ? graph[from] : undefined
  if (!source) return `there is no node ${from}.`
  const outputs = Object.hasOwn(definitions, source.class_type) ? definitions[source.class_type]?.outputs : undefined
  if (!outputs) return undefined
  const type = outputs[output]
  if (!type) return `node ${from} (${source.class_type}) has no output ${output}.`
  if (input && 'link' in input && input.link !== type) return `it takes ${input.link}, and output ${output} of node ${from} is ${type}.`
  return undefined
}

function valueProblem(value: NodeInput, input: InputDefinition): string | undefined {
  if ('link' in input) return `it takes a link to ${input.link}, not a value.`
  switch (input.value) {
    case 'text':
    case 'file':
    case 'picture':
      return typeof value === 'string' ? undefined : 'it takes text.'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'it takes true or false.'
    case 'choice':
      return typeof value === 'string' && input.choices.includes(value) ? undefined : `${JSON.stringify(value)} is not one of its choices.`
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || (input.value === 'integer' && !Number.isInteger(value))) return 'it takes a number.'
      return value >= input.min && value <= input.max ? undefined : `${value} is not between ${input.min} and ${input.max}.`
    }
  }
}

/** A node that can be reached from itself. */
function findCircle(graph: WorkflowGraph): string | undefined {
  const done = new Set<string>()
  const open = new Set<string>()
  const visit = (id: string): string | undefined => {
    if (open.has(id)) return id
    if (done.has(id)) return undefined
    open.add(id)
    for (const value of Object.values(graph[id]?.inputs ?? {})) {
      const found = isLink(value) && Object.hasOwn(graph, value[0]) ? visit(value[0]) : undefined
      if (found) return found
    }
    open.delete(id)
    done.add(id)
    return undefined
  }
  for (const id of Object.keys(graph)) {
    const found = visit(id)
    if (found) return found
  }
  return undefined
}
