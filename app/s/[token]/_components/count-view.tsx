'use client'
import { useEffect } from 'react'

/** Tells the server that a person sees the page. A program that only fetches it runs no script, and is not counted. */
export function CountView({ token }: { token: string }) {
  useEffect(() => {
    // The server counts a browser once, so that running twice changes nothing, and a count that is lost harms nobody.
    fetch(`/s/${token}/view`, { method: 'POST', keepalive: true }).catch(() => {})
  }, [token])
  return null
}
