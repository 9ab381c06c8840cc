import type { InngestFunction } from 'inngest'
import { loadEngine } from '@/lib/engines/registry'
import { countUsage } from './count-usage'
import { deliverWebhooks, forgetWebhookMessages } from './deliver-webhooks'
import { importModel } from './import-model'
import { mailInbox } from './mail-inbox'
import { pruneAuditLog } from './prune-audit'
import { purgeTeams } from './purge-teams'
import { purgeTrashFunction, sweepFilesFunction } from './purge-trash'
import { recountBudgetsFunction } from './recount-budgets'
import { createRenderFunctions } from './render-generation'
import { sweepGenerations } from './sweep-generations'
import { sweepModelImports } from './sweep-model-imports'

/**
 * Every background function, for the embedded executor and for a real Inngest alike. A function imports its engines
 * lazily, inside its steps, so that listing them here stays cheap for a web process that serves them itself.
 */
export const functions: InngestFunction.Any[] = [
  ...createRenderFunctions(loadEngine),
  sweepGenerations,
  importModel,
  sweepModelImports,
  purgeTrashFunction,
  sweepFilesFunction,
  purgeTeams,
  recountBudgetsFunction,
  pruneAuditLog,
  countUsage,
  mailInbox,
  deliverWebhooks,
  forgetWebhookMessages,
]
