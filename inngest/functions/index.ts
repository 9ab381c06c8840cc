import type { InngestFunction } from 'inngest'
import { importModel } from './import-model'
import { renderGeneration } from './render-generation'
import { sweepGenerations } from './sweep-generations'

/**
 * Every background function, for the embedded executor and for a real Inngest alike. A function imports its engines
 * lazily, inside its steps, so that listing them here stays cheap for a web process that serves them itself.
 */
export const functions: InngestFunction.Any[] = [renderGeneration, sweepGenerations, importModel]
