'use client'
import { useCallback, useEffect, useState } from 'react'

/**
 * Full screen of the whole document, so that menus and hints still show above it. Where the browser has none (iPhone), the
 * comparison fills the window instead.
 */
export function useFullScreen(): { full: boolean; toggle: () => void; leave: () => boolean } {
  const [full, setFull] = useState(false)
  useEffect(() => {
    const onChange = (): void => {
      if (!document.fullscreenElement) setFull(false)
    }
    document.addEventListener('fullscreenchange', onChange)
    return () => document.removeEventListener('fullscreenchange', onChange)
  }, [])
  const leave = useCallback((): boolean => {
    if (document.fullscreenElement) void document.exitFullscreen()
    setFull(false)
    return full
  }, [full])
  const toggle = useCallback((): void => {
    if (full) {
      leave()
      return
    }
    setFull(true)
    if (document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => undefined)
  }, [full, leave])
  return { full, toggle, leave }
}
