'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { TIME_ZONE_COOKIE } from '@/lib/domain/time-zone'

const subscribe = () => () => {}
const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const YEAR_MS = 365 * 86_400_000

/**
 * The reader's time zone. The server knows it from the last visit, so that days begin where they should at the first paint;
 * the browser's own takes over, and is told to the server for the next visit.
 */
export function useTimeZone(known: string): string {
  const zone = useSyncExternalStore(subscribe, browserZone, () => known)
  useEffect(() => {
    // Without the cookie store (an old browser, or plain http) the server goes on with UTC until the browser takes over.
    if (zone === known || !('cookieStore' in window)) return
    const name = location.protocol === 'https:' ? `__Host-${TIME_ZONE_COOKIE}` : TIME_ZONE_COOKIE
    void window.cookieStore.set({ name, value: encodeURIComponent(zone), path: '/', sameSite: 'lax', expires: Date.now() + YEAR_MS })
  }, [zone, known])
  return zone
}
