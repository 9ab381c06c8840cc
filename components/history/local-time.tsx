'use client'
import { useSyncExternalStore } from 'react'

const subscribe = () => () => {}

/** A moment in the reader's own time zone; the server does not know it and sends UTC until the browser takes over. */
export function LocalTime({ ms }: { ms: number }) {
  const timeZone = useSyncExternalStore(
    subscribe,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  )
  const words = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(ms)
  return <time dateTime={new Date(ms).toISOString()}>{words}</time>
}
