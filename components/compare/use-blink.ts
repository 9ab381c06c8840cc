'use client'
import { useEffect, useState } from 'react'

/** Slow enough for everybody: far below the three flashes a second that can hurt. */
const EVERY_MS = 900

/** The picture in turn. It goes round by itself while `playing`, which begins only when asked for. */
export function useBlink(count: number, isShown: boolean) {
  const [index, setIndex] = useState(0)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!isShown || !playing) return
    const timer = window.setInterval(() => setIndex((present) => (present + 1) % count), EVERY_MS)
    return () => window.clearInterval(timer)
  }, [isShown, playing, count])
  return {
    index: Math.min(index, count - 1),
    playing,
    setPlaying,
    /** By hand, which stops the turning. */
    next: () => {
      setPlaying(false)
      setIndex((present) => (present + 1) % count)
    },
  }
}
