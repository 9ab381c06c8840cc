import type { Client } from '@/lib/data/sessions/mutations'
import { networkOf } from '@/lib/platform/forwarded'

/** Where a request came from. `x-forwarded-for` holds one address that can be believed (see lib/platform/forwarded.ts). */
export const clientOf = (headers: Headers): Client => ({
  address: networkOf(headers.get('x-forwarded-for')),
  userAgent: headers.get('user-agent'),
})
