import { z } from 'zod'
import type { WorkflowGraph } from './workflow'

const inputSchema = z.union([z.string(), z.number(), z.boolean(), z.tuple([z.string(), z.number().int().min(0)])])
const nodeSchema = z.object({ class_type: z.string().min(1).max(200), inputs: z.record(z.string().min(1).max(200), inputSchema) })

/** A workflow as ComfyUI exports it for its API: nodes by id, each with a class and its inputs. Titles are left out. */
export const workflowGraphSchema = z.record(z.string().min(1).max(100), nodeSchema)

/** @throws ZodError for what is not in ComfyUI's API format. */
export const graphFrom = (json: unknown): WorkflowGraph => workflowGraphSchema.parse(json)
