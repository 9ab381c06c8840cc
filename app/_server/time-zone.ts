import 'server-only'
import { TIME_ZONE_COOKIE } from '@/lib/domain/time-zone'
import { ownCookies } from './own-cookies'

/** The reader's time zone as their browser told it at an earlier visit; UTC until then, and where it makes no sense. */
export async function readTimeZone(): Promise<string> {
  const value = (await ownCookies()).get(TIME_ZONE_COOKIE)
  if (!value) return 'UTC'
  try {
    const zone = decodeURIComponent(value)
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0)
    return zone
  } catch {
    return 'UTC'
  }
}
