import { system } from '@/lib/data/actor'
import { pruneAudit } from '@/lib/data/audit/prune'
import { inngest } from '../client'

/** Removes once a day what is older in the audit log than its team keeps. */
export const pruneAuditLog = inngest.createFunction({ id: 'prune-audit-log', triggers: [{ cron: '53 3 * * *' }], retries: 2 }, ({ step }) =>
  step.run('prune', () => pruneAudit(system)),
)
