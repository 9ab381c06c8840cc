import { z } from 'zod'
import type { JsonValue } from './provider-exchange'

/** A value of a node's input: a plain value, or `[node, output]` for a link to another node's output. */
export type NodeInput = JsonValue
export type WorkflowNode = { class_type: string; inputs: Readonly<Record<string, NodeInput>> }

/** A workflow in ComfyUI's API format: its nodes by their ids. */
export type WorkflowGraph = Readonly<Record<string, WorkflowNode>>

/** One input of one node. */
export type InputSlot = { node: string; input: string }

export const isLink = (value: unknown): value is readonly [string, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number'

const nameSchema = z.string().min(1).max(200)
const nodeSchema = z.object({ class_type: nameSchema, inputs: z.record(nameSchema, z.json()) })

/** A workflow as ComfyUI exports it for its API: nodes by id, each with a class and its inputs. Titles are left out. */
export const workflowGraphSchema = z.record(nameSchema, nodeSchema)

/** @throws ZodError for what is not in ComfyUI's API format. */
export const graphFrom = (json: unknown): WorkflowGraph => workflowGraphSchema.parse(json)
