'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useTimeZone } from '@/components/history/grid/use-time-zone'

/** Tells the server in which time zone the reader is, and has the page drawn again where that was not known. */
export function TellTimeZone({ known }: { known: string }) {
  const zone = useTimeZone(known)
  const { refresh } = useRouter()
  useEffect(() => {
    if (zone === known || !('cookieStore' in window)) return
    const { cookieStore } = window
    // The cookie is written by the hook above; once it is there the server reads it.
    cookieStore.addEventListener('change', refresh, { once: true })
    return () => cookieStore.removeEventListener('change', refresh)
  }, [zone, known, refresh])
  return null
}
