import { settleEveryRequest } from '@/lib/platform/forwarded'

/** Next calls this once, when the server starts and before it answers anything. */
export function register(): void {
  settleEveryRequest()
}
